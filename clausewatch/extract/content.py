"""What one page holds, whatever its format: the value that every extractor returns."""

from collections.abc import Callable
from dataclasses import dataclass, field

from clausewatch.reading import Block, Dropped, Page, Signals


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of one page, what was left out of them, and the facts about its markup."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    signals: Signals = field(default_factory=Signals)
    declared_language: str = ""
    """The language that the markup declares, as written, e.g. `en-GB`; empty where it does not."""


Extractor = Callable[[Page], Content]
