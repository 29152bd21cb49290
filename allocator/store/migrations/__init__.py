"""How the schema of the store became what it is, revision by revision (Alembic)."""
