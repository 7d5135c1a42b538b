"""Every regular expression of the three packages: those held by modules, and every call of `re`."""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "jobs", "clausewatch")
Pattern = re.Pattern[str] | re.Pattern[bytes]

_SCANS = ("sub", "subn", "split", "findall", "finditer")
_USES = {"search": "search", "match": "match", "fullmatch": "fullmatch"} | dict.fromkeys(
    _SCANS, "scan"
)
_CALLS = {**_USES, "compile": ""}
_DEEPEST = 6


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and how it is used: `search`, `match`, `fullmatch`, `scan`."""

    where: str
    name: str
    pattern: Pattern
    uses: frozenset[str]


@cache
def modules() -> dict[str, ModuleType]:
    """Return the modules of the packages by name, imported; a database's migrations are none."""
    names = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and path.name != "__main__.py"
    )
    return {name: importlib.import_module(name) for name in names}


@cache
def _trees() -> dict[str, ast.Module]:
    files = {name: Path(str(module.__file__)) for name, module in modules().items()}
    return {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in files.items()}


def _inside(thing: object, depth: int = 0) -> Iterator[Pattern]:
    """Yield the patterns in a value: in containers, instances and classes too."""
    if isinstance(thing, re.Pattern):
        yield thing
    elif depth < _DEEPEST:
        for part in _parts(thing):
            yield from _inside(part, depth + 1)


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Mapping):
        yield from (*thing.keys(), *thing.values())
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif isinstance(thing, type) and thing.__module__.partition(".")[0] in ROOMS:
        yield from vars(thing).values()
    elif type(thing).__module__.partition(".")[0] in ROOMS:
        held = getattr(thing, "__dict__", {})
        slots = getattr(type(thing), "__slots__", ())
        yield from (*held.values(), *(getattr(thing, name, None) for name in slots))


@cache
def _uses_by_name() -> dict[tuple[str, str], frozenset[str]]:
    """Return how a name is used: a private one by its module, any other anywhere."""
    found: dict[tuple[str, str], set[str]] = {}
    for where, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _USES:
                for name in _owners(node.value):
                    found.setdefault(_key(where, name), set()).add(_USES[node.attr])
    return {key: frozenset(uses) for key, uses in found.items()}


def _owners(owner: ast.expr) -> list[str]:
    """Return the names that may stand before the dot: `(_A if is_long else _B).match`."""
    if isinstance(owner, ast.IfExp):
        return [*_owners(owner.body), *_owners(owner.orelse)]
    name = getattr(owner, "id", None) or getattr(owner, "attr", None)
    return [name] if isinstance(name, str) else []


def _key(where: str, name: str) -> tuple[str, str]:
    return (where if name.startswith("_") else "", name)


def held() -> Iterator[Found]:
    """Yield the patterns that modules hold; of one in a container any use is assumed."""
    for where, module in modules().items():
        for name, thing in vars(module).items():
            is_bare = isinstance(thing, re.Pattern)
            uses = _uses_by_name().get(_key(where, name)) if is_bare else None
            for pattern in _inside(thing):
                yield Found(where, name, pattern, uses or frozenset({"scan"}))


def _call(node: ast.AST) -> str | None:
    """Return which function of `re` a node calls, or None."""
    function = node.func if isinstance(node, ast.Call) else None
    if not isinstance(function, ast.Attribute) or function.attr not in _CALLS:
        return None
    owner = function.value
    return function.attr if isinstance(owner, ast.Name) and owner.id == "re" else None


def _compiled(node: ast.Call, module: ModuleType, method: str) -> Pattern | None:
    """Return what a call compiles, or None where only its function knows that."""
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


def called() -> Iterator[tuple[str, str, Found | None]]:
    """Yield every call of `re`: its module, its pattern as written, and what it compiles."""
    for where, tree in _trees().items():
        for node in ast.walk(tree):
            method = _call(node)
            if method is None or not isinstance(node, ast.Call):
                continue
            written = ast.unparse(node.args[0])
            pattern = _compiled(node, modules()[where], method)
            uses = frozenset({_CALLS[method]} - {""})
            yield where, written, pattern and Found(where, written, pattern, uses)


def imports_of_re() -> Iterator[str]:
    """Yield the modules that take functions out of `re`, where no call of them would be seen."""
    for where, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"}:
                yield where
            if isinstance(node, ast.Import):
                yield from (where for one in node.names if one.name == "re" and one.asname)


def everything() -> tuple[list[Found], list[tuple[str, str]]]:
    """Return each pattern with its uses, and the calls whose pattern nobody can know from here."""
    found = {(one.where, one.pattern): one for one in held()}
    unknown = []
    for where, written, one in called():
        if one is None:
            unknown.append((where, written))
        elif one.uses:
            found[where, one.pattern] = one
        else:
            found.setdefault((where, one.pattern), one)
    return list(found.values()), unknown
