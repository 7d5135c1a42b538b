"""What a checkout of a versions repository holds: one text per service and kind, commit by commit.

Read through the git binary, without its hooks, filters and external programs.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import urlsplit

from clausewatch.errors import ConfigError

MAX_TEXT_BYTES = 5_000_000
"""Of one version; the longest terms known are a tenth of it."""
_GIT = ("git", "--no-pager", "--no-replace-objects", "-c", "safe.directory=*", "-c",
        "core.quotePath=false")  # fmt: skip
_LOG = ("log", "--reverse", "--topo-order", "--raw", "--no-renames", "--abbrev=40", "--no-ext-diff",
        "--no-textconv", "-z", "--format=%x01%H%x02%at%x02%s")  # fmt: skip
_TECHNICAL = re.compile(r"refilter|apply technical|declaration upgrade", re.IGNORECASE)
SUFFIXES = frozenset({".md", ".markdown", ".txt"})
_GONE = "0" * 40


@dataclass(frozen=True, slots=True)
class Recorded:
    """One text as a commit recorded it."""

    commit: str
    recorded_at: datetime
    blob: str
    """Git's own hash of the text."""
    is_technical: bool
    """The archive filtered an old page anew: the text is another, the terms are not."""


@dataclass(frozen=True, slots=True)
class Chain:
    """All texts of one document, oldest first."""

    service: str
    kind: str
    """As the archive calls it: `Privacy Policy`."""
    path: str
    texts: tuple[Recorded, ...]


def chains_of(path: Path) -> tuple[Chain, ...]:
    """Return the documents of a checkout. Raises ConfigError where it is none."""
    found: dict[str, list[Recorded]] = {}
    for name, recorded in _log(path):
        found.setdefault(name, []).append(recorded)
    if not found:
        raise ConfigError(
            f"{path} holds no versions; give a checkout of an Open Terms Archive versions"
            " repository, with a folder per service."
        )
    return tuple(
        Chain(PurePosixPath(name).parts[0], PurePosixPath(name).stem, name, tuple(texts))
        for name, texts in sorted(found.items())
    )


def name_of(path: Path) -> str:
    """Return what the archive is called: owner and name of its remote, else the folder's name."""
    try:
        remote = _run(path, ("config", "--get", "remote.origin.url")).strip()
    except ConfigError:
        remote = ""
    # Never the whole address, which may hold a token.
    at = urlsplit(remote).path if "://" in remote else remote.rpartition(":")[2]
    return "/".join(at.removesuffix(".git").strip("/").split("/")[-2:]) or path.resolve().name


def _log(path: Path) -> Iterator[tuple[str, Recorded]]:
    """Yield each text that a commit wrote, oldest commit first."""
    for entry in _run(path, _LOG).split("\x01")[1:]:
        head, *changes = entry.split("\0")
        commit, seconds, subject = head.split("\x02", 2)
        is_technical = _TECHNICAL.match(subject.strip()) is not None
        when = datetime.fromtimestamp(int(seconds), UTC)
        # `-z` gives each change as two fields: modes, hashes and state; then the path.
        for change, name in pairwise(changes):
            fields = change.strip().split(" ")
            if not change.strip().startswith(":") or not _is_text(name) or fields[3] == _GONE:
                continue
            yield name, Recorded(commit, when, fields[3], is_technical)


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) == 2 and path.suffix.casefold() in SUFFIXES  # noqa: PLR2004  # service/kind


def _run(path: Path, command: Sequence[str]) -> str:
    line = [*_GIT, "-C", str(path), *command]
    try:
        done = subprocess.run(line, capture_output=True, check=True)  # noqa: S603  # our own words
    except FileNotFoundError:
        raise ConfigError("git is not installed; install it and import again.") from None
    except subprocess.CalledProcessError as fault:
        said = fault.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no answer"]
        raise ConfigError(f"{path} is no git checkout that can be read ({said[0]}).") from None
    return done.stdout.decode("utf-8", "replace")


class Blobs:
    """Reads texts by git's hash, through one process for all of them; use it with `with`."""

    def __init__(self, path: Path) -> None:
        line = [*_GIT, "-C", str(path), "cat-file", "--batch"]
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def __getitem__(self, blob: str) -> bytes:
        """Return a text's bytes, empty where it is missing or too large to be one."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise AssertionError("both were asked for")
        stdin.write(f"{blob}\n".encode())
        stdin.flush()
        head = stdout.readline().split()
        if len(head) != 3 or not head[2].isdigit():  # noqa: PLR2004  # hash, type, size
            return b""
        size = int(head[2])
        body = stdout.read(size)
        stdout.read(1)
        return body if size <= MAX_TEXT_BYTES else b""
