"""The release of the engine, read without loading the engine."""

import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions import engine_release
from clausewatch.provisions.engine_release import (
    CODE_RELEASE,
    compute_taxonomy_release,
    get_engine_release,
)
from clausewatch.provisions.quote_model import load_quote_model
from clausewatch.provisions.recogniser import load_recogniser
from clausewatch.provisions.taxonomy_files import load_taxonomy


def test_the_release_is_that_of_the_loaded_engine() -> None:
    """Records made by a worker are current for the process that only asks for the release."""
    releases = (load_taxonomy().release, load_recogniser().release, load_quote_model().release)
    assert get_engine_release() == ".".join((CODE_RELEASE, *releases))


@pytest.mark.parametrize("command", ["train", "train-quotes"])
@pytest.mark.parametrize("damage", [b"", b"PK\x05\x06" + bytes(18), b"no archive at all"])
def test_damaged_weights_are_refused(
    damage: bytes, command: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A start with weights that cannot be read ends with a sentence that says what to do."""
    path = tmp_path_factory.mktemp("weights") / "recogniser.npz"
    path.write_bytes(damage)
    with pytest.raises(ConfigError, match=f"cannot be read: run `clausewatch {command}`"):
        engine_release._read_weights_release(path, command)
    path.unlink()
    with pytest.raises(ConfigError, match=f"missing: run `clausewatch {command}`"):
        engine_release._read_weights_release(path, command)


def test_a_missing_table_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A taxonomy without one of its tables has no release."""
    with pytest.raises(ConfigError, match=r"agencies\.toml cannot be read"):
        compute_taxonomy_release(tmp_path_factory.mktemp("data"), ())
