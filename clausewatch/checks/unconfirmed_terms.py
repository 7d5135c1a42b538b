"""What checks found out about terms that wait for confirmation, so that it is not found out again.

The check that confirms terms mostly gets the same bytes ten minutes later, and would read them and
compare them with the same baseline. It needs neither while this process still knows the result.
"""

import pickle
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import sha256

from clausewatch.checks.examination import Examination, OtherTerms, Task
from clausewatch.model.reading import Page

MAX_BYTES = 4_000_000
"""Of all results together, packed; one takes about 25 KB. The oldest are dropped first."""
_LEVEL = 1
"""Of zlib: they are kept for minutes."""

_Key = tuple[bytes, int]


@dataclass(slots=True)
class UnconfirmedTerms:
    """The last examinations of this process that wait for another check, packed."""

    _packed: OrderedDict[_Key, bytes] = field(default_factory=OrderedDict)
    _size: int = 0

    def keep(self, task: Task, examination: Examination) -> None:
        """Keep an examination if its terms wait for confirmation."""
        if not isinstance(examination, OtherTerms) or examination.analysis is not None:
            return
        key = _make_key(task, task.pages)
        self._size -= len(self._packed.pop(key, b""))
        self._packed[key] = packed = zlib.compress(pickle.dumps(examination), _LEVEL)
        self._size += len(packed)
        while self._size > MAX_BYTES:
            self._size -= len(self._packed.popitem(last=False)[1])

    def recall(self, task: Task) -> Task:
        """Return a task with what its earlier checks found, where that is still known."""
        if not task.earlier_checks:
            return task
        keys = [_make_key(task, pages) for pages in task.earlier_checks]
        found = tuple(_unpack(self._packed.get(key)) for key in keys)
        return replace(task, earlier_examinations=found)


def _make_key(task: Task, pages: tuple[Page, ...]) -> _Key:
    """Return the hashes of all that the reading of pages and its comparison depend on."""
    bodies = sha256(b"\0".join(page.body for page in pages)).digest()
    frames = tuple(replace(page, body=b"") for page in pages)
    others = (task.expected, task.baseline, task.baseline_pages, task.volatile)
    return bodies, hash((frames, *others))


def _unpack(packed: bytes | None) -> OtherTerms | None:
    if packed is None:
        return None
    found: OtherTerms = pickle.loads(zlib.decompress(packed))  # noqa: S301  # this process packed it
    return found
