"""Records as files: PDF, tracked changes, tables, and the audit package."""
