"""Any bytes give a value or an error that the caller expects, from every parser."""

import pytest

from tests.fuzz.campaign import try_many, try_parser
from tests.fuzz.targets import SEEDS, TARGETS, Target

EXAMPLES = 12
"""Per target of weight 1; all together take a few seconds."""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_seeds_give_a_value_or_an_expected_error(target: Target) -> None:
    """What once broke a parser does not break it again."""
    seeds = target.list_seeds()
    assert seeds
    for data in seeds:
        try_parser(target, data)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_any_bytes_give_a_value_or_an_expected_error(target: Target) -> None:
    """Bytes near the seeds, and bytes near none."""
    try_many(target, EXAMPLES, is_repeatable=True)


def test_every_folder_of_seeds_has_a_target() -> None:
    """A seed that no parser gets would hold nothing."""
    folders = {path.name for path in SEEDS.iterdir() if path.is_dir()}
    assert folders
    assert folders <= {target.name for target in TARGETS}


def test_an_unexpected_error_is_noticed() -> None:
    """A parser that fails at some bytes near its seed is found out."""

    def parse(data: bytes) -> object:
        return data.decode("ascii")

    with pytest.raises(UnicodeDecodeError):
        try_many(Target("none", parse, (b"some text",)), 200, is_repeatable=True)
