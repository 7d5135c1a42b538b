"""The list of planted faults is up to date, and the program that plants them sees a blind test."""

from dataclasses import replace
from pathlib import Path

import pytest

from tools.mutants import ROOT, Mutant, is_noticed, load_mutants, open_copy

MUTANTS = load_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.about)
def test_every_fault_can_be_planted(mutant: Mutant) -> None:
    """The text of the fault occurs once in its file, and its tests exist."""
    assert mutant.is_current()
    assert mutant.before != mutant.after
    assert mutant.tests
    assert all((ROOT / test).exists() for test in mutant.tests)


def test_a_blind_test_lets_a_fault_survive(tmp_path: Path) -> None:
    """A fault is noticed by a test that fails, survives one that passes, and is taken out again."""
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n"
    )
    (tmp_path / "subject.py").write_text("ANSWER = 42\n")
    (tmp_path / "test_seeing.py").write_text(
        "from subject import ANSWER\ndef test_it(): assert ANSWER == 42\n"
    )
    (tmp_path / "test_blind.py").write_text("import subject\ndef test_it(): assert subject\n")
    seen = Mutant("another answer", "subject.py", "42", "41", ("test_seeing.py",))
    with open_copy(tmp_path) as copy:
        assert is_noticed(seen, copy)
        assert not is_noticed(replace(seen, tests=("test_blind.py",)), copy)
    assert (tmp_path / "subject.py").read_text() == "ANSWER = 42\n"


def test_a_run_that_breaks_off_notices_nothing(tmp_path: Path) -> None:
    """A fault is noticed by a failed test, and not because no test could run."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "subject.py").write_text("ANSWER = 42\n")
    with open_copy(tmp_path) as copy, pytest.raises(RuntimeError):
        is_noticed(Mutant("another answer", "subject.py", "42", "41", ("subject.py",)), copy)
