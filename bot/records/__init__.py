"""Records read from the store for display."""
