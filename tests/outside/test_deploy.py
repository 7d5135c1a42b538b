"""The Dockerfile, compose file and systemd units pass the linters of their projects."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clausewatch.config import Settings
from tests.outside import tooling

DEPLOY = tooling.ROOT / "deploy"
BIN = Path(sys.executable).parent
COMPOSE_SETTINGS = ("DATABASE_URL", "FLEET", "HEALTH_PORT", "LOG_JSON")


def run_linter(*command: object) -> tuple[int, str]:
    """Run a linter and return its exit status and its output."""
    words = [str(word) for word in command]
    result = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    return result.returncode, result.stdout + result.stderr


def test_the_dockerfile_has_no_finding() -> None:
    """Hadolint reports nothing, not even a matter of style."""
    assert run_linter(BIN / "hadolint", DEPLOY / "Dockerfile") == (0, "")


def test_the_dockerfile_copies_what_there_is() -> None:
    """Every file and folder that it copies exists."""
    lines = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    named = [name for line in lines for name in line.split()]
    assert "clausewatch" in named
    assert [name for name in named if not (tooling.ROOT / name).exists()] == []


def validate_compose_file(path: Path) -> int:
    """Validate a compose file against the schema of its specification; return the status."""
    checker = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")
    return run_linter(*checker, path)[0]


def test_the_compose_file_fits_its_specification(tmp_path: Path) -> None:
    """The compose file is valid, and a misspelt key is not."""
    wrong = tmp_path / "compose.yaml"
    text = (DEPLOY / "compose.yaml").read_text()
    wrong.write_text(text.replace("healthcheck:", "healthchek:", 1))
    assert (validate_compose_file(DEPLOY / "compose.yaml"), validate_compose_file(wrong)) == (0, 1)


def test_the_compose_file_sets_what_the_program_reads() -> None:
    """Every variable that the compose file sets is a setting."""
    text = (DEPLOY / "compose.yaml").read_text()
    for name in COMPOSE_SETTINGS:
        assert f"{name}:" in text
        assert name.lower() in Settings.model_fields


@pytest.mark.parametrize("name", ["clausewatch.service", "clausewatch-worker@.service"])
def test_units_are_as_systemd_wants_them(tmp_path: Path, name: str) -> None:
    """Systemd accepts every key and rejects an unknown one. The unit runs as its own user."""
    if shutil.which("systemd-analyze") is None:
        tooling.skip_without("systemd-analyze (apt-get install systemd)")
    text = (DEPLOY / name).read_text()
    assert "\nUser=clausewatch\nGroup=clausewatch\n" in text
    unit = re.sub(r"^(?:User|Group)=.*\n", "", text, flags=re.MULTILINE)
    unit = re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", unit, flags=re.MULTILINE)
    (tmp_path / name).write_text(unit)
    verify = ("systemd-analyze", "verify", tmp_path / name.replace("@", "@1"))
    (tmp_path / name.replace("@", "@1")).write_text(unit)
    assert run_linter(*verify) == (0, "")
    (tmp_path / name.replace("@", "@1")).write_text(unit.replace("KillMode", "KilMode"))
    assert "KilMode" in run_linter(*verify)[1]


def list_pins(path: Path) -> set[str]:
    """Return the pinned packages of a lock file."""
    return set(re.findall(r"^(\S+==\S+)", path.read_text(), re.MULTILINE))


def test_a_server_gets_the_versions_that_are_tested() -> None:
    """The image's lock is a subset of the repository's, without tools for tests and checks."""
    small, large = (
        list_pins(DEPLOY / "requirements.lock"),
        list_pins(tooling.ROOT / "requirements.lock"),
    )
    assert small < large
    assert not any(pin.startswith(("pytest", "ruff", "hadolint")) for pin in small)
