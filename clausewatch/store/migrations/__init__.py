"""The migrations of the schema, which Alembic reads as files."""
