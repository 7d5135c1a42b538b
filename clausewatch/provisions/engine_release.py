"""The release of the engine, read from its files without loading the engine.

Every start asks for it, to find the records that another release made, and most starts need nothing
else of the engine for a while.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from clausewatch.errors import ConfigError

CODE_RELEASE = "3"
"""Release of the code; a new one analyses every stored version again."""
SHARED_FILES = ("agencies", "context", "evidence", "facets", "grammar", "polarity", "regulations")
"""The names of the taxonomy's files besides one for each clause type."""
DATA_FOLDER = Path(str(files("clausewatch") / "data"))
WEIGHTS_FILE = DATA_FOLDER / "recogniser.npz"
QUOTE_WEIGHTS_FILE = DATA_FOLDER / "quotes.npz"
_RELEASE_DIGITS = 12
_NPY_LENGTH = slice(8, 10)
"""Where a file of one array states the length of the header that follows, after its signature."""


def format_engine_release(*releases: str) -> str:
    """Return the release of the engine: of code, taxonomy, recogniser and quotes together."""
    return ".".join((CODE_RELEASE, *releases))


@cache
def get_engine_release() -> str:
    """Return the release of the engine that ships with the program. Raises ConfigError."""
    return format_engine_release(
        compute_taxonomy_release(DATA_FOLDER, list_clause_files(DATA_FOLDER)),
        _read_weights_release(WEIGHTS_FILE, "train"),
        _read_weights_release(QUOTE_WEIGHTS_FILE, "train-quotes"),
    )


def list_clause_files(folder: Path) -> list[Path]:
    """Return the files of the clause types, in order."""
    return sorted((folder / "clauses").glob("*.toml"))


def compute_taxonomy_release(folder: Path, clause_files: Sequence[Path]) -> str:
    """Return a digest of the names and bytes of all files of a taxonomy. Raises ConfigError."""
    digest = hashlib.sha256()
    for path in [*clause_files, *(folder / f"{name}.toml" for name in sorted(SHARED_FILES))]:
        try:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        except OSError as fault:
            raise ConfigError(f"{path.name} cannot be read: {fault}.") from fault
    return digest.hexdigest()[:_RELEASE_DIGITS]


def _read_weights_release(path: Path, command: str) -> str:
    """Return the release that weights state, an array of bytes. Raises ConfigError."""
    try:
        with ZipFile(path) as archive:
            array = archive.read("release.npy")
        start = _NPY_LENGTH.stop + int.from_bytes(array[_NPY_LENGTH], "little")
        return array[start:].decode()
    except FileNotFoundError as fault:
        raise ConfigError(
            f"clausewatch/data/{path.name} is missing: run `clausewatch {command}`."
        ) from fault
    except (OSError, KeyError, ValueError, BadZipFile) as fault:
        raise ConfigError(
            f"The weights in {path.name} cannot be read: run `clausewatch {command}`."
        ) from fault
