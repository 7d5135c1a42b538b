"""The release of the engine, read without loading the engine."""

import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions import engine_release
from clausewatch.provisions.engine_release import (
    CODE_RELEASE,
    compute_taxonomy_release,
    get_engine_release,
)
from clausewatch.provisions.recogniser import load_recogniser
from clausewatch.provisions.taxonomy_files import load_taxonomy


def test_the_release_is_that_of_the_loaded_engine() -> None:
    """Records made by a worker are current for the process that only asks for the release."""
    taxonomy, recogniser = load_taxonomy(), load_recogniser()
    assert get_engine_release() == f"{CODE_RELEASE}.{taxonomy.release}.{recogniser.release}"


@pytest.mark.parametrize("damage", [b"", b"PK\x05\x06" + bytes(18), b"no archive at all"])
def test_damaged_weights_are_refused(
    damage: bytes, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start with weights that cannot be read ends with a sentence that says what to do."""
    path = tmp_path_factory.mktemp("weights") / "recogniser.npz"
    path.write_bytes(damage)
    monkeypatch.setattr(engine_release, "WEIGHTS_FILE", path)
    with pytest.raises(ConfigError, match="cannot be read: run `clausewatch train`"):
        engine_release._read_weights_release()
    path.unlink()
    with pytest.raises(ConfigError, match="missing: run `clausewatch train`"):
        engine_release._read_weights_release()


def test_a_missing_table_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A taxonomy without one of its tables has no release."""
    with pytest.raises(ConfigError, match=r"agencies\.toml cannot be read"):
        compute_taxonomy_release(tmp_path_factory.mktemp("data"), ())
