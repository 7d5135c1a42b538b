"""Typed access to the tables of a data file, with errors that name file and field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from clausewatch.errors import ConfigError
from clausewatch.provisions.cues import compile_cue
from clausewatch.provisions.word_groups import check_groups

_Choice = TypeVar("_Choice", bound=StrEnum)

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of a data file, with the name of the file for error messages."""

    file: str
    table: Table

    def make_error(self, message: str) -> ConfigError:
        """Return the error to raise about this file."""
        return ConfigError(f"{self.file}: {message}")

    def read_text(self, key: str, default: str | None = None) -> str:
        """Return a text on one line. Raises ConfigError."""
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self.make_error(f"`{key}` must be a text.")
        return " ".join(value.split())

    def read_flag(self, key: str) -> bool:
        """Return a boolean, False if the key is missing. Raises ConfigError."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.make_error(f"`{key}` must be true or false.")
        return value

    def read_texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if the key is missing. Raises ConfigError."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.make_error(f"`{key}` must be a list of texts.")
        return tuple(value)

    def read_cues(self, key: str) -> tuple[str, ...]:
        """Return a list of cues after compiling each of them. Raises ConfigError."""
        return self._read_checked(key, compile_cue)

    def read_word_groups(self, key: str) -> tuple[str, ...]:
        """Return a list of word groups. Raises ConfigError."""
        return self._read_checked(key, check_groups)

    def _read_checked(self, key: str, check: Callable[[str], object]) -> tuple[str, ...]:
        """Return a list of texts; the error of a check names file and field."""
        texts = self.read_texts(key)
        for text in texts:
            try:
                check(text)
            except ConfigError as fault:
                raise self.make_error(str(fault)) from fault
        return texts

    def read_choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a member of an enumeration. Raises ConfigError."""
        value = self.read_text(key, default)
        if value not in list(kind):
            raise self.make_error(f"`{key}` is {value!r}; it must be one of {', '.join(kind)}.")
        return kind(value)

    def read_table(self, key: str) -> "DataTable":
        """Return a nested table. Raises ConfigError."""
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self.make_error(f"`[{key}]` is missing.")
        return DataTable(self.file, value)

    def read_tables(self, key: str) -> tuple["DataTable", ...]:
        """Return a list of nested tables. Raises ConfigError."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.make_error(f"`[[{key}]]` must be a list of tables.")
        return tuple(DataTable(self.file, item) for item in value)
