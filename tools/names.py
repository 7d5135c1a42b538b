"""Print what share of the function names begin with a verb, and what share with a participle.

Functions and methods of `clausewatch`, `jobs` and `bot` count once each; special methods and
properties do not, since a property is a noun. Exits with status 1 where a share is off its mark.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("clausewatch", "jobs", "bot")
LEAST_VERBS = 0.45
MOST_PARTICIPLES = 0.03
VERBS = frozenset((Path(__file__).parent / "verbs.txt").read_text(encoding="utf-8").split())
IRREGULAR = frozenset(
    (Path(__file__).parent / "participles.txt").read_text(encoding="utf-8").split()
)
NOT_PARTICIPLES = VERBS | {"heading", "string", "setting", "bed", "red", "seed", "speed"}


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every function that counts, with its file."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and counts(node):
                    yield path, node


def counts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is neither special nor a property."""
    decorators = {ast.unparse(each) for each in node.decorator_list}
    return not node.name.startswith("__") and not decorators & {"property", "cached_property"}


def first_word(name: str) -> str:
    """Return the first word of a name, underscores aside."""
    return name.strip("_").split("_")[0].lower()


def is_verb(name: str) -> bool:
    """Return whether a name begins with a verb."""
    return first_word(name) in VERBS


def is_participle(name: str) -> bool:
    """Return whether a name begins with a participle."""
    word = first_word(name)
    if word in NOT_PARTICIPLES:
        return False
    return word in IRREGULAR or word.endswith(("ed", "ing"))


def main() -> int:
    """Print both shares, and on request the names behind them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print names that begin with no verb")
    parser.add_argument("under", nargs="*", default=[""], help="paths to look at, e.g. bot/slack")
    options = parser.parse_args()
    found = [
        (path.relative_to(ROOT), node)
        for path, node in functions()
        if str(path.relative_to(ROOT)).startswith(tuple(options.under))
    ]
    verbs = sum(is_verb(node.name) for _, node in found) / len(found)
    participles = sum(is_participle(node.name) for _, node in found) / len(found)
    if options.list:
        for path, node in found:
            if not is_verb(node.name):
                mark = " (participle)" if is_participle(node.name) else ""
                print(f"{path}:{node.lineno} {node.name}{mark}")
    print(f"{len(found)} functions: {verbs:.0%} verbs, {participles:.1%} participles")
    return int(verbs < LEAST_VERBS or participles > MOST_PARTICIPLES)


if __name__ == "__main__":
    sys.exit(main())
