"""How tables get in."""
