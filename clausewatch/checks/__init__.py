"""The check of one document: its route from request to outcome."""
