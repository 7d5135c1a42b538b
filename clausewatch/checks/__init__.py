"""The check of one document, from request to outcome."""
