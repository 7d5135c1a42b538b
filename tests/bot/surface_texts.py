"""All texts that people read on the surface, taken from the source by its syntax tree."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHAT = ROOT / "bot" / "slack"
CLAUSES = ROOT / "clausewatch" / "data" / "clauses"
TEMPLATES = ROOT / "bot" / "web" / "templates"
OTHERS = (
    "bot/cli", "bot/exports", "bot/links", "bot/records", "bot/runtime", "bot/terminal", "bot/web",
    "clausewatch/catalogue", "clausewatch/checks", "clausewatch/evidence", "clausewatch/fetch",
    "clausewatch/notifications", "clausewatch/store",
)  # fmt: skip
"""Packages with texts on pages, in files, in a terminal, and in errors."""
NOT_PROSE = frozenset({"document_kinds.py", "migrations", "rendered_page.py"})
"""Lists of words, SQL and scripts."""
LOG_CALLS = frozenset({"info", "warning", "error", "exception", "debug"})
LEAST_WORDS = 3
"""Shorter literals are labels, ids and parts of sentences."""
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n|;\s+| · ")
CODE = re.compile(r"`[^`]*`")
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_INLINE = re.compile(r"\{#.*?#\}|</?(?:a|abbr|b|bdi|code|em|span|strong|time)\b[^>]*+>", re.DOTALL)
_BREAK = re.compile(r"\{%.*?%\}|<(?:script|style)\b.*?</(?:script|style)>|<[^>]*+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SurfaceText:
    """A text with the place where it is written; a value in it is `{}`."""

    place: str
    text: str

    @property
    def sentences(self) -> list[str]:
        """The sentences and clauses, with code as one word."""
        return [part for part in SENTENCE_END.split(CODE.sub("code", self.text)) if part.strip()]


def list_chat_texts() -> Iterator[SurfaceText]:
    """Yield the texts of `bot/slack`, without docstrings, log lines and type names."""
    yield from _list_python_texts(CHAT)


def list_other_texts() -> Iterator[SurfaceText]:
    """Yield the texts of all other interfaces, and of the errors that these show."""
    for package in OTHERS:
        yield from _list_python_texts(ROOT / package)


def list_page_texts() -> Iterator[SurfaceText]:
    """Yield the texts of the templates, without markup; a value in one is `{}`."""
    for path in sorted(TEMPLATES.glob("*.html")):
        text = _BREAK.sub("\n", _INLINE.sub("", _VALUE.sub("{}", path.read_text("utf-8"))))
        for line in text.split("\n"):
            if len(line.split()) >= LEAST_WORDS:
                yield SurfaceText(path.name, " ".join(unescape(line).split()))


def _list_python_texts(folder: Path) -> Iterator[SurfaceText]:
    for path in sorted(folder.rglob("*.py")):
        if NOT_PROSE.intersection(path.parts):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        ignored = {id(node) for node in _list_ignored(tree)}
        for node in ast.walk(tree):
            text = None if id(node) in ignored else _read(node)
            if text is not None and len(text.split()) >= LEAST_WORDS:
                place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
                yield SurfaceText(place, text)


def list_clause_texts() -> Iterator[SurfaceText]:
    """Yield the texts of the clause types."""
    for path in sorted(CLAUSES.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for text in _list_strings(table):
            if len(text.split()) > LEAST_WORDS:
                yield SurfaceText(path.name, text)


def _list_strings(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _list_strings(part, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in {"patterns", "cues", "verbs", "aliases", "denial", "bans"}:
                yield from _list_strings(part, name)


def _read(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _list_ignored(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield docstrings, the arguments of log calls, and the parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from (part for value in node.values for part in ast.walk(value))
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in LOG_CALLS or _is_fault(node.func):
                yield from (part for argument in node.args for part in ast.walk(argument))


def _is_fault(function: ast.expr) -> bool:
    """Return whether a call makes an error that only developers see."""
    return isinstance(function, ast.Name) and function.id in {"ValueError", "LookupError"}
