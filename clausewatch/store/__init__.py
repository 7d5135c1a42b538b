"""The only room that knows SQL: what is on record, and who holds what."""

from clausewatch.store.requests import NewDocument, NewWatch, WatchResult
from clausewatch.store.store import Store

__all__ = ["NewDocument", "NewWatch", "Store", "WatchResult"]
