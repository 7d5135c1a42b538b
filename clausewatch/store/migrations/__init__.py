"""The steps from one schema to the next; Alembic reads them as files."""
