"""Finds every regular expression of the packages: those in module values, and calls of `re`."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "jobs", "clausewatch")
Pattern = re.Pattern[str] | re.Pattern[bytes]

_SCANS = ("sub", "subn", "split", "findall", "finditer")
_USES = {"search": "search", "match": "match", "fullmatch": "fullmatch"} | dict.fromkeys(
    _SCANS, "scan"
)
_CALLS = {**_USES, "compile": ""}
_MAX_DEPTH = 6


@dataclass(frozen=True)
class PatternUse:
    """A pattern, its module and name, and its uses: `search`, `match`, `fullmatch`, `scan`."""

    module_name: str
    name: str
    pattern: Pattern
    uses: frozenset[str]


@cache
def load_modules() -> dict[str, ModuleType]:
    """Return the imported modules of the packages by name, without migrations."""
    names = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and path.name != "__main__.py"
    )
    return {name: importlib.import_module(name) for name in names}


@cache
def _list_nodes() -> dict[str, list[ast.AST]]:
    """Return the calls, attributes and imports of each module."""
    files = {name: Path(str(module.__file__)) for name, module in load_modules().items()}
    kinds = (ast.Call, ast.Attribute, ast.Import, ast.ImportFrom)
    return {
        name: [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, kinds)]
        for name, file in files.items()
    }


def _find_patterns(value: object, depth: int = 0) -> Iterator[Pattern]:
    """Yield the patterns in a value, including containers, instances and classes."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < _MAX_DEPTH:
        for part in _list_parts(value):
            yield from _find_patterns(part, depth + 1)


def _list_parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, type) and value.__module__.partition(".")[0] in PACKAGES:
        # A class whose validators are built at their first use changes meanwhile.
        yield from tuple(vars(value).values())
    elif type(value).__module__.partition(".")[0] in PACKAGES:
        attributes = getattr(value, "__dict__", {})
        slots = getattr(type(value), "__slots__", ())
        yield from (*attributes.values(), *(getattr(value, name, None) for name in slots))


@cache
def _find_uses() -> dict[tuple[str, str], frozenset[str]]:
    """Return the uses of a name: a private name in its module, any other anywhere."""
    uses: dict[tuple[str, str], set[str]] = {}
    for module_name, nodes in _list_nodes().items():
        for node in nodes:
            if isinstance(node, ast.Attribute) and node.attr in _USES:
                for name in _list_owners(node.value):
                    uses.setdefault(_make_key(module_name, name), set()).add(_USES[node.attr])
    return {key: frozenset(names) for key, names in uses.items()}


def _list_owners(owner: ast.expr) -> list[str]:
    """Return the names that may precede the dot, as in `(_A if is_long else _B).match`."""
    if isinstance(owner, ast.IfExp):
        return [*_list_owners(owner.body), *_list_owners(owner.orelse)]
    name = getattr(owner, "id", None) or getattr(owner, "attr", None)
    return [name] if isinstance(name, str) else []


def _make_key(module_name: str, name: str) -> tuple[str, str]:
    return (module_name if name.startswith("_") else "", name)


def find_module_patterns() -> Iterator[PatternUse]:
    """Yield the patterns in module values. A pattern in a container may have any use."""
    # Most values are classes and functions that many modules import.
    patterns: dict[int, tuple[Pattern, ...]] = {}
    for module_name, module in load_modules().items():
        for name, value in vars(module).items():
            is_bare = isinstance(value, re.Pattern)
            uses = _find_uses().get(_make_key(module_name, name)) if is_bare else None
            if id(value) not in patterns:
                patterns[id(value)] = tuple(_find_patterns(value))
            for pattern in patterns[id(value)]:
                yield PatternUse(module_name, name, pattern, uses or frozenset({"scan"}))


def _find_called_function(node: ast.AST) -> str | None:
    """Return the function of `re` that a node calls, or None."""
    function = node.func if isinstance(node, ast.Call) else None
    if not isinstance(function, ast.Attribute) or function.attr not in _CALLS:
        return None
    owner = function.value
    return function.attr if isinstance(owner, ast.Name) and owner.id == "re" else None


def _compile_pattern(node: ast.Call, module: ModuleType, method: str) -> Pattern | None:
    """Return the pattern that a call compiles, or None if it depends on the function's values."""
    at = {"sub": 4, "subn": 4, "split": 3, "compile": 1}.get(method, 2)
    flags = [word.value for word in node.keywords if word.arg == "flags"] or node.args[at:]
    try:
        text, given = (
            eval(compile(ast.Expression(part), "call", "eval"), dict(vars(module)))  # noqa: S307
            for part in (
                node.args[0],
                flags[0] if flags else ast.Constant(0, lineno=1, col_offset=0),
            )
        )
    except NameError:
        return None
    return re.compile(text, given)


def find_calls() -> Iterator[tuple[str, str, PatternUse | None]]:
    """Yield every call of `re`: its module, the pattern as source, and the compiled pattern."""
    for module_name, nodes in _list_nodes().items():
        for node in nodes:
            method = _find_called_function(node)
            if method is None or not isinstance(node, ast.Call):
                continue
            source = ast.unparse(node.args[0])
            pattern = _compile_pattern(node, load_modules()[module_name], method)
            uses = frozenset({_CALLS[method]} - {""})
            yield module_name, source, pattern and PatternUse(module_name, source, pattern, uses)


def find_direct_imports() -> Iterator[str]:
    """Yield the modules that import functions from `re`, whose calls would not be found."""
    for module_name, nodes in _list_nodes().items():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"}:
                yield module_name
            if isinstance(node, ast.Import):
                yield from (
                    module_name for alias in node.names if alias.name == "re" and alias.asname
                )


def find_formatted_numbers() -> Iterator[tuple[str, str]]:
    """Yield the modules whose f-strings show numbers, and these, as a count in one brace does."""
    for module_name, module in load_modules().items():
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        yield from ((module_name, shown) for shown in find_numbers_in(source))


def find_numbers_in(source: str) -> list[str]:
    """Return the numbers, or the pairs of numbers, that f-strings show as they stand."""
    shown = [node.value for node in ast.walk(ast.parse(source)) if _is_formatted(node)]
    return [ast.unparse(value) for value in shown]


def _is_formatted(node: ast.AST) -> TypeGuard[ast.FormattedValue]:
    value = node.value if isinstance(node, ast.FormattedValue) else None
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(isinstance(part, ast.Constant) and isinstance(part.value, int) for part in parts)


@cache
def find_all_patterns() -> tuple[list[PatternUse], list[tuple[str, str]]]:
    """Return each pattern with its uses, and the calls whose pattern is unknown here."""
    uses = {(use.module_name, use.pattern): use for use in find_module_patterns()}
    unknown = []
    for module, source, use in find_calls():
        if use is None:
            unknown.append((module, source))
        elif use.uses:
            uses[module, use.pattern] = use
        else:
            uses.setdefault((module, use.pattern), use)
    return list(uses.values()), unknown


def list_uses() -> dict[tuple[str, str], list[tuple[Pattern, str]]]:
    """Return the patterns with their uses by module and name, without duplicates."""
    found: dict[tuple[str, str], list[tuple[Pattern, str]]] = defaultdict(list)
    seen: set[tuple[Pattern, str]] = set()
    for each in find_all_patterns()[0]:
        # A scan includes every search.
        uses = each.uses - {"search"} if "scan" in each.uses else each.uses
        for use in sorted(uses or {"scan"}):
            if (each.pattern, use) not in seen:
                seen.add((each.pattern, use))
                found[each.module_name, each.name].append((each.pattern, use))
    return found
