"""What operators start: the container, the composition and the units, by linters of others."""

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
COMPOSED = ("DATABASE_URL", "FLEET", "HEALTH_PORT", "LOG_JSON")


def linted(*command: object) -> tuple[int, str]:
    """Run a linter; return its status and all that it said."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout + done.stderr


def test_the_dockerfile_has_no_finding() -> None:
    """Not even one of style."""
    assert linted(BIN / "hadolint", DEPLOY / "Dockerfile") == (0, "")


def test_the_dockerfile_copies_what_there_is() -> None:
    """Each file and folder that goes into the image is one of the tree."""
    lines = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    named = [name for line in lines for name in line.split()]
    assert "clausewatch" in named
    assert [name for name in named if not (tooling.ROOT / name).exists()] == []


def composed(path: Path) -> int:
    """Hold a compose file against the specification's schema."""
    checker = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")
    return linted(*checker, path)[0]


def test_the_compose_file_fits_its_specification(tmp_path: Path) -> None:
    """And one with a misspelt key does not."""
    wrong = tmp_path / "compose.yaml"
    text = (DEPLOY / "compose.yaml").read_text()
    wrong.write_text(text.replace("healthcheck:", "healthchek:", 1))
    assert (composed(DEPLOY / "compose.yaml"), composed(wrong)) == (0, 1)


def test_the_compose_file_sets_what_the_program_reads() -> None:
    """Every setting that it names is one."""
    text = (DEPLOY / "compose.yaml").read_text()
    for name in COMPOSED:
        assert f"{name}:" in text
        assert name.lower() in Settings.model_fields


@pytest.mark.parametrize("name", ["clausewatch.service", "clausewatch-worker@.service"])
def test_units_are_as_systemd_wants_them(tmp_path: Path, name: str) -> None:
    """No key that it does not know; the program and its user are those of a server."""
    if shutil.which("systemd-analyze") is None:
        tooling.missing("systemd-analyze (apt-get install systemd)")
    text = (DEPLOY / name).read_text()
    assert "\nUser=clausewatch\nGroup=clausewatch\n" in text
    here = re.sub(r"^(?:User|Group)=.*\n", "", text, flags=re.MULTILINE)
    here = re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", here, flags=re.MULTILINE)
    (tmp_path / name).write_text(here)
    verify = ("systemd-analyze", "verify", tmp_path / name.replace("@", "@1"))
    (tmp_path / name.replace("@", "@1")).write_text(here)
    assert linted(*verify) == (0, "")
    (tmp_path / name.replace("@", "@1")).write_text(here.replace("KillMode", "KilMode"))
    assert "KilMode" in linted(*verify)[1]


def pins(path: Path) -> set[str]:
    """Return the pinned packages of a lock."""
    return set(re.findall(r"^(\S+==\S+)", path.read_text(), re.MULTILINE))


def test_a_server_gets_the_versions_that_are_tested() -> None:
    """The image's lock is a part of the tree's, without what only tests and checks need."""
    small, large = pins(DEPLOY / "requirements.lock"), pins(tooling.ROOT / "requirements.lock")
    assert small < large
    assert not any(pin.startswith(("pytest", "ruff", "hadolint")) for pin in small)
