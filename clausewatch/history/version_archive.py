"""Read a checkout of a versions repository: one file per service and kind, one commit per version.

Everything is read through the git binary, without hooks, filters and external programs.
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
from clausewatch.model.formats import MARKDOWN, PLAIN_TEXT

MAX_TEXT_BYTES = 5_000_000
"""Limit for one version; the longest known terms are a tenth of it."""
_GIT = ("git", "--no-pager", "--no-replace-objects", "-c", "safe.directory=*", "-c",
        "core.quotePath=false")  # fmt: skip
_LOG = ("log", "--reverse", "--topo-order", "--raw", "--no-renames", "--abbrev=40", "--no-ext-diff",
        "--no-textconv", "-z", "--format=%x01%H%x02%at%x02%s")  # fmt: skip
_TECHNICAL_SUBJECT = re.compile(r"refilter|apply technical|declaration upgrade", re.IGNORECASE)
SUFFIXES = frozenset({*MARKDOWN.suffixes, *PLAIN_TEXT.suffixes})
_DELETED_BLOB = "0" * 40


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """One text as a commit recorded it, without its bytes."""

    commit: str
    recorded_at: datetime
    blob: str
    """Git's hash of the text, the key for `BlobReader`."""
    is_technical: bool
    """True if the archive only filtered an old page again: the terms are the same."""


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """All texts of one document, oldest first."""

    service: str
    kind: str
    """The name that the archive uses, e.g. `Privacy Policy`."""
    path: str
    texts: tuple[ArchivedText, ...]


def read_histories(path: Path) -> tuple[DocumentHistory, ...]:
    """Return the documents of a checkout. Raises ConfigError if it is not one."""
    texts_by_file: dict[str, list[ArchivedText]] = {}
    for name, text in _read_log(path):
        texts_by_file.setdefault(name, []).append(text)
    if not texts_by_file:
        raise ConfigError(
            f"{path} has no versions in it. Specify a checkout of an Open Terms Archive versions"
            " repository, with one folder per service."
        )
    return tuple(
        DocumentHistory(PurePosixPath(name).parts[0], PurePosixPath(name).stem, name, tuple(texts))
        for name, texts in sorted(texts_by_file.items())
    )


def find_archive_name(path: Path) -> str:
    """Return owner and name of the archive's remote, or the folder's name if it has no remote."""
    try:
        remote = _run_git(path, ("config", "--get", "remote.origin.url")).strip()
    except ConfigError:
        remote = ""
    # Never the whole URL, which may contain a token.
    remote_path = urlsplit(remote).path if "://" in remote else remote.rpartition(":")[2]
    parts = remote_path.removesuffix(".git").strip("/").split("/")
    return "/".join(parts[-2:]) or path.resolve().name


def _read_log(path: Path) -> Iterator[tuple[str, ArchivedText]]:
    """Yield the file and the text of every change in the log, oldest commit first."""
    for entry in _run_git(path, _LOG).split("\x01")[1:]:
        head, *changes = entry.split("\0")
        commit, seconds, subject = head.split("\x02", 2)
        is_technical = _TECHNICAL_SUBJECT.match(subject.strip()) is not None
        recorded_at = datetime.fromtimestamp(int(seconds), UTC)
        # With `-z` each change is two fields: modes, hashes and state; then the path.
        for change, name in pairwise(changes):
            fields = change.strip().split(" ")
            if (
                not change.strip().startswith(":")
                or not _is_document(name)
                or fields[3] == _DELETED_BLOB
            ):
                continue
            yield name, ArchivedText(commit, recorded_at, fields[3], is_technical)


def _is_document(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) == 2 and path.suffix.casefold() in SUFFIXES  # noqa: PLR2004  # service/kind


def _run_git(path: Path, command: Sequence[str]) -> str:
    """Return what git prints. Raises ConfigError if git is missing or fails."""
    line = [*_GIT, "-C", str(path), *command]
    try:
        completed = subprocess.run(line, capture_output=True, check=True)  # noqa: S603  # our own words
    except FileNotFoundError:
        raise ConfigError("git is not installed. Install it and run the import again.") from None
    except subprocess.CalledProcessError as fault:
        messages = fault.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise ConfigError(
            f"{path} cannot be read as a git checkout ({messages[-1]}). Check the path."
        ) from None
    return completed.stdout.decode("utf-8", "replace")


class BlobReader:
    """A context manager that reads texts by git's hash, all through one git process."""

    def __init__(self, path: Path) -> None:
        line = [*_GIT, "-C", str(path), "cat-file", "--batch"]
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> Self:
        """Return the reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the git process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def read(self, blob: str) -> bytes:
        """Return the bytes of a text, empty if it is missing or larger than MAX_TEXT_BYTES."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise AssertionError("both pipes are open")
        stdin.write(f"{blob}\n".encode())
        stdin.flush()
        header = stdout.readline().split()
        if len(header) != 3 or not header[2].isdigit():  # noqa: PLR2004  # hash, type, size
            return b""
        size = int(header[2])
        body = stdout.read(size)
        stdout.read(1)
        return body if size <= MAX_TEXT_BYTES else b""
