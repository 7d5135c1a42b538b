"""The history of documents, from an Open Terms Archive *versions* repository."""
