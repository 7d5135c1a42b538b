"""Print the share of function names that begin with a verb, and with a participle.

    python tools/names.py [PATH...] [--list]

Functions and methods of `clausewatch`, `jobs` and `bot` count once each. Special methods do not
count, nor do properties, because a property is a noun. The exit status is 1 if a share misses its
limit.
"""

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("clausewatch", "jobs", "bot")
MIN_VERB_SHARE = 0.6
MAX_PARTICIPLE_SHARE = 0.03
VERBS = frozenset((Path(__file__).parent / "verbs.txt").read_text(encoding="utf-8").split())
IRREGULAR_PARTICIPLES = frozenset(
    (Path(__file__).parent / "participles.txt").read_text(encoding="utf-8").split()
)
NOT_PARTICIPLES = VERBS | {"heading", "string", "setting", "bed", "red", "seed", "speed"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def list_functions(under: Sequence[str] = ("",)) -> Iterator[tuple[Path, Function]]:
    """Yield every function that counts in files whose paths begin so, with its path."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if str(relative).startswith(tuple(under)):
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, Function) and is_counted(node):
                        yield relative, node


def is_counted(node: Function) -> bool:
    """Return whether a function is neither a special method nor a property."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return not node.name.startswith("__") and not decorators & {"property", "cached_property"}


def read_first_word(name: str) -> str:
    """Return the first word of a name without underscores."""
    return name.strip("_").split("_")[0].lower()


def is_verb(name: str) -> bool:
    """Return whether a name begins with a verb."""
    return read_first_word(name) in VERBS


def is_participle(name: str) -> bool:
    """Return whether a name begins with a participle."""
    word = read_first_word(name)
    if word in NOT_PARTICIPLES:
        return False
    return word in IRREGULAR_PARTICIPLES or word.endswith(("ed", "ing"))


def measure_shares(names: Sequence[str]) -> tuple[float, float]:
    """Return the shares of names that begin with a verb and with a participle."""
    return sum(map(is_verb, names)) / len(names), sum(map(is_participle, names)) / len(names)


def main() -> int:
    """Print both shares, and with `--list` the names without a verb."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print names that begin with no verb")
    parser.add_argument("under", nargs="*", default=[""], help="beginnings of paths")
    options = parser.parse_args()
    functions = list(list_functions(options.under))
    for path, node in functions if options.list else ():
        if not is_verb(node.name):
            mark = " (participle)" if is_participle(node.name) else ""
            print(f"{path}:{node.lineno} {node.name}{mark}")
    verbs, participles = measure_shares([node.name for _, node in functions])
    print(f"{len(functions)} functions: {verbs:.0%} verbs, {participles:.1%} participles")
    return int(verbs < MIN_VERB_SHARE or participles > MAX_PARTICIPLE_SHARE)


if __name__ == "__main__":
    sys.exit(main())
