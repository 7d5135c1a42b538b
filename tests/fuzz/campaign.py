"""Tries a parser with many bytes, and keeps the smallest that break it."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.mutation import mutate
from tests.fuzz.targets import SEEDS, Target

MIN_EXAMPLES = 4


def try_parser(target: Target, data: bytes) -> None:
    """Parse bytes; an exception that the caller of the parser does not expect is a fault."""
    with suppress(*target.allowed):
        target.parse(data)


def try_many(target: Target, examples: int, *, is_repeatable: bool) -> None:
    """Try a target with a number of examples. Raises what its parser raises for the smallest."""
    fuzz = settings(
        max_examples=max(MIN_EXAMPLES, round(examples * target.weight)),
        deadline=None,
        derandomize=is_repeatable,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )

    @fuzz
    @given(data=mutate(target.list_seeds()))
    def run(data: bytes) -> None:
        try_parser(target, data)

    run()


def find_fault(target: Target, examples: int) -> tuple[Path, Exception] | None:
    """Return the stored bytes that break a parser, with its error; None if none were found."""
    last = b""

    def parse(data: bytes) -> object:
        nonlocal last
        last = data
        return target.parse(data)

    try:
        try_many(replace(target, parse=parse), examples, is_repeatable=False)
    except Exception as fault:  # noqa: BLE001  # whatever a parser raises is what we look for
        folder = SEEDS / target.name
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / hashlib.sha256(last).hexdigest()[:12]
        path.write_bytes(last)
        return path, fault
    return None
