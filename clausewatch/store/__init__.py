"""The only package that uses SQL; it returns values of the model and never rows."""

from clausewatch.store.app_homes import OpenHome
from clausewatch.store.denials import DeniedPair
from clausewatch.store.mutes import Mute
from clausewatch.store.remedies import RemedyResult
from clausewatch.store.reviews import ReviewResult
from clausewatch.store.store import Store
from clausewatch.store.watch_requests import DocumentChoice, NewDocument, NewWatch
from clausewatch.store.watchlists import ListPage

__all__ = [
    "DeniedPair",
    "DocumentChoice",
    "ListPage",
    "Mute",
    "NewDocument",
    "NewWatch",
    "OpenHome",
    "RemedyResult",
    "ReviewResult",
    "Store",
]
