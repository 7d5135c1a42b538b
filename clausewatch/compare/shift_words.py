"""The words of `clausewatch/data/shifts.toml`, compiled to patterns once per language."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from clausewatch.model.reading import Severity
from clausewatch.text.cache import cache_per_check

LANGUAGES = ("en", "de", "fr", "es")
TURNING_WORDS = ("negation", "consent", "opt_out", "strict_limit", "without")
"""Groups of grammar that deny, limit or condition a rule: without them it says something else."""
RULE_WORDS = ("must", "may", "will", "negation")
"""Groups of grammar of which a sentence that rules something has one."""
_MAX_WORDS = 200
"""Of a text, which are enough to tell its language."""
_MAX_ENDING = 24
"""Characters that an asterisk stands for."""
_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True)
class Conduct:
    """Something that the company does, or promises to do."""

    topic: str
    does: str
    severity: Severity
    """Of a move against users."""
    is_general: bool
    """It counts only in edits of which no other rule knows the topic."""
    verbs: re.Pattern[str]
    objects: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Promise(Conduct):
    """Conduct that counts for users."""


@dataclass(frozen=True, slots=True)
class Practice(Conduct):
    """Conduct that counts against users."""

    actor: str
    """`company`, `user` or `any`: the subject with which the verbs mean the practice."""


@dataclass(frozen=True, slots=True)
class Right:
    """Something that users may do."""

    topic: str
    name: str
    severity: Severity
    is_plain: bool
    """The verb alone states the right, without a word of permission."""
    verbs: re.Pattern[str]
    objects: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that count for or against users whoever acts."""

    topic: str
    severity: Severity
    is_by_company: bool
    """Where users act, the same words count the other way."""
    sentence_worse: str
    sentence_better: str
    is_binary: bool
    """Several of its words weigh no more than one: "a warrant or a court order"."""
    about: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    worse: re.Pattern[str] | None
    better: re.Pattern[str] | None
    is_safeguard: bool = False
    """A whole sentence that names its better words protects users, and is missed when it goes."""
    is_denied_by_clause: bool = False
    """Its words name recipients: a negation anywhere before them denies that they get something."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a period or an amount limits."""

    topic: str
    is_worse_if_higher: bool
    is_always_high: bool
    if_dropped: str
    """`worse`, `better`, or an empty string."""
    words: re.Pattern[str]
    exceptions: re.Pattern[str] | None
    is_interval: bool = False
    """It is about how often something happens, and no period limits it."""
    is_count: bool = False
    """It counts things: no sum of money and no share limits it."""
    is_deadline: bool = False
    """It says when something is done at the latest, and not for how long."""
    is_never_high: bool = False
    is_of_data: bool = False
    is_notice: bool = False
    """It says how long before something users are told, so a deadline is none."""
    is_length: bool = False
    """Its words mean this only where a sentence names data: "we keep your table for an hour"."""


@dataclass(frozen=True, slots=True)
class ShiftWords:
    """All rules, and the words of grammar by their names in the file."""

    language: str
    grammar: Mapping[str, re.Pattern[str]]
    practices: tuple[Practice, ...]
    promises: tuple[Promise, ...]
    rights: tuple[Right, ...]
    wordings: tuple[Wording, ...]
    safeguards: re.Pattern[str]
    safeguard_severity: Severity
    periods: tuple[Measure, ...]
    amounts: tuple[Measure, ...]


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for whole words; `*` stands for any ending or beginning of a word.

    What "non-" denies is another word: a non-transferable right is not transferable.
    Without words it matches nothing: a language may lack those of a rule.
    """
    parts = sorted({_compile_word(word) for word in words}, key=len, reverse=True) or [_NOTHING]
    return re.compile(rf"(?<!\w)(?<!\bnon-)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _compile_word(word: str) -> str:
    pattern = re.escape(word.strip("*")).replace(r"\ ", " ").replace("'", "['\u2019]")
    start = rf"\w{{0,{_MAX_ENDING}}}" if word.startswith("*") else ""
    return start + pattern + (rf"\w{{0,{_MAX_ENDING}}}" if word.endswith("*") else "")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rules of one language."""

    language: str

    def compile(self, table: Mapping[str, Any]) -> re.Pattern[str]:
        return compile_words(table.get(self.language, ()))

    def compile_optional(self, table: Mapping[str, Any] | None) -> re.Pattern[str] | None:
        return self.compile(table) if table and table.get(self.language) else None

    def read_measure(self, row: Mapping[str, Any]) -> Measure:
        return Measure(
            topic=row["topic"],
            is_worse_if_higher=row["worse_if"] == "higher",
            is_always_high=row.get("always_high", False),
            if_dropped=row.get("if_dropped", ""),
            words=self.compile(row),
            exceptions=self.compile_optional(row.get("not")),
            is_interval=row.get("is_interval", False),
            is_count=row.get("is_count", False),
            is_deadline=row.get("is_deadline", False),
            is_never_high=row.get("never_high", False),
            is_of_data=row.get("is_of_data", False),
            is_notice=row.get("is_notice", False),
            is_length=row.get("is_length", False),
        )

    def _read_conduct(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "topic": row["topic"],
            "does": row["does"],
            "severity": Severity(row["severity"]),
            "is_general": row.get("is_general", False),
            "verbs": self.compile(row["verbs"]),
            "objects": self.compile_optional(row.get("objects")),
        }

    def read_promise(self, row: Mapping[str, Any]) -> Promise:
        return Promise(**self._read_conduct(row))

    def read_practice(self, row: Mapping[str, Any]) -> Practice:
        return Practice(**self._read_conduct(row), actor=row.get("actor", "company"))

    def read_right(self, row: Mapping[str, Any]) -> Right:
        return Right(
            row["topic"],
            row["name"],
            Severity(row["severity"]),
            row.get("is_plain", False),
            self.compile(row["verbs"]),
            self.compile_optional(row.get("objects")),
        )

    def read_wording(self, row: Mapping[str, Any]) -> Wording:
        return Wording(
            row["topic"],
            Severity(row["severity"]),
            row.get("actor") == "company",
            row["sentence_worse"],
            row["sentence_better"],
            row.get("is_binary", False),
            self.compile_optional(row.get("about")),
            self.compile_optional(row.get("beside")),
            self.compile_optional(row.get("worse")),
            self.compile_optional(row.get("better")),
            is_safeguard=row.get("is_safeguard", False),
            is_denied_by_clause=row.get("is_denied_by_clause", False),
        )


@cache
def _read_file() -> Mapping[str, Any]:
    file = files("clausewatch") / "data" / "shifts.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def load_shift_words(language: str) -> ShiftWords:
    """Return the rules of a language that ship with the program."""
    data, reader = _read_file(), _Reader(language)
    return ShiftWords(
        language=language,
        grammar={name: reader.compile(table) for name, table in data["words"].items()},
        practices=tuple(map(reader.read_practice, data["practice"])),
        promises=tuple(map(reader.read_promise, data["promise"])),
        rights=tuple(map(reader.read_right, data["right"])),
        wordings=tuple(map(reader.read_wording, data["wording"])),
        safeguards=reader.compile(data["safeguard"]["nouns"]),
        safeguard_severity=Severity(data["safeguard"]["severity"]),
        periods=tuple(map(reader.read_measure, data["period"])),
        amounts=tuple(map(reader.read_measure, data["amount"])),
    )


@cache
def list_topics() -> Mapping[str, int]:
    """Return the topics of practices, promises and rights with their places in the file."""
    data = _read_file()
    rows = (row for kind in ("practice", "promise", "right") for row in data[kind])
    topics = dict.fromkeys(row["topic"] for row in rows)
    return {topic: place for place, topic in enumerate(topics)}


@cache_per_check
def find_shift_words(text: str) -> ShiftWords:
    """Return the rules of the language in which a text is most likely written."""
    candidates = [load_shift_words(language) for language in LANGUAGES]
    words = text.split()[:_MAX_WORDS]
    start = " ".join(words)
    return max(candidates, key=lambda rules: len(rules.grammar["function"].findall(start)))
