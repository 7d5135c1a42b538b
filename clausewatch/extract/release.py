"""The release of the extractor, apart from the extractor, which takes far longer to load."""

RELEASE = "2026.11.24"
"""Raise it whenever the same bytes may read differently: stored versions are then re-derived."""
