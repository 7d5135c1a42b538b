"""Fuzz every parser: `python -m tests.fuzz [EXAMPLES] [TARGET...]`.

The exit status is 1 if a parser broke; the bytes that break it are stored as a seed.
"""

import sys
import traceback

from tests.fuzz.campaign import find_fault
from tests.fuzz.targets import TARGETS

DEFAULT_EXAMPLES = 2_000


def main(arguments: list[str]) -> int:
    """Try the named targets, or all, with a number of examples each."""
    examples = int(arguments[0]) if arguments else DEFAULT_EXAMPLES
    names = set(arguments[1:])
    broken = 0
    for target in TARGETS:
        if names and target.name not in names:
            continue
        fault = find_fault(target, examples)
        print(f"{target.name}: {'held' if fault is None else f'broken by {fault[0]}'}", flush=True)
        if fault is not None:
            broken += 1
            print("".join(traceback.format_exception(fault[1])[-6:]))
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
