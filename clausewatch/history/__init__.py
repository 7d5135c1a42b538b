"""Years of history from an Open Terms Archive *versions* repository, told to nobody."""
