"""From tables to one unique and fair allocation of the shared staff time."""
