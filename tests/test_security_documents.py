"""The documents on security and privacy agree with tables, settings, scopes and deploy files."""

import json
import re
import shutil
import subprocess
from configparser import ConfigParser
from typing import Any

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema

from bot.slack.manifest import dump_manifest
from clausewatch.config import Settings
from clausewatch.store.tables import Row
from tests.test_documents import ROOT, list_code, list_rows, read_document
from tools.audit import Audit, parse_report

PERSONAL = re.compile(r"user|assignee|note|author|email|person|member")
"""Words in the names of columns that are about people."""
NETWORK_MODULES = re.compile(
    r"^(?:from|import) (?:httpx|aiohttp|slack_sdk|urllib\.request)", re.MULTILINE
)
NETWORK_PACKAGES = {"clausewatch/fetch", "bot/slack", "bot/cli", "bot/terminal", "bot/web"}
"""Those that docs/security.md speaks of: policies, Slack, doctor, terminal, health."""


def test_every_column_about_people_is_listed() -> None:
    """docs/privacy.md names each column with an id of a person or with a text of one."""
    rows = list_rows("docs/privacy.md", "What is stored about people")
    listed = {code for row in rows for code in list_code(row[0])}
    columns = {
        f"{name}.{column.name}"
        for name, table in Row.metadata.tables.items()
        for column in table.columns
        if PERSONAL.search(column.name)
    }
    assert columns
    assert columns <= listed


def test_listed_columns_exist() -> None:
    """A column that was renamed is renamed in the document."""
    tables = Row.metadata.tables
    rows = list_rows("docs/privacy.md", "What is stored about people")
    for code in (code for row in rows for code in list_code(row[0])):
        table, dot, column = code.partition(".")
        if dot and table in tables:
            assert column in tables[table].columns


def test_every_secret_is_listed() -> None:
    """docs/security.md names each setting that is kept out of errors and logs."""
    rows = list_rows("docs/security.md", "Secrets")
    listed = {code for row in rows for code in list_code(row[0])}
    secrets = {
        name.upper()
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }
    assert secrets <= listed


def test_every_place_outside_is_listed() -> None:
    """docs/security.md names each setting with the URL of something that data is sent to."""
    rows = list_rows("docs/security.md", "What leaves the machine")
    listed = {code for row in rows for code in list_code(row[0])}
    targets = {name.upper() for name in Settings.model_fields if name.endswith(("_url", "_proxy"))}
    assert targets - {"PUBLIC_URL"} <= listed


def test_every_scope_is_listed() -> None:
    """docs/privacy.md says what each scope of the manifest is for."""
    scopes = json.loads(dump_manifest())["oauth_config"]["scopes"]
    rows = list_rows("docs/privacy.md", "Scopes")
    listed = {code for row in rows for code in list_code(row[0])}
    assert listed == {*scopes["bot"], *scopes["bot_optional"]}


def test_no_other_package_opens_the_network() -> None:
    """What leaves the machine leaves through the packages that docs/security.md speaks of."""
    opening = {
        "/".join(path.relative_to(ROOT).parts[:2])
        for package in ("bot", "jobs", "clausewatch")
        for path in (ROOT / package).rglob("*.py")
        if NETWORK_MODULES.search(path.read_text(encoding="utf-8"))
    }
    assert opening - {"bot/main.py", "bot/runtime"} <= NETWORK_PACKAGES


def load_compose() -> dict[str, Any]:
    """Return the compose file."""
    compose: dict[str, Any] = yaml.safe_load(read_document("deploy/compose.yaml"))
    return compose


@pytest.mark.parametrize("name", ["run", "worker", "upgrade"])
def test_containers_have_no_rights(name: str) -> None:
    """Not root, a read-only root file system, no capabilities, limits on memory and processes."""
    service = load_compose()["services"][name]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["pids_limit"] > 0


def test_the_database_is_limited_too() -> None:
    """PostgreSQL writes to its volume and its run directory only."""
    service = load_compose()["services"]["postgres"]
    assert service["read_only"] is True
    assert {"mem_limit", "pids_limit"} <= service.keys()


def test_the_compose_file_fits_its_schema() -> None:
    """Each key is one that Compose knows."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(load_compose(), get_builtin_schema("vendor.compose-spec"))


def test_the_image_has_no_root_user() -> None:
    """The last user of the Dockerfile is the one of the compose file."""
    users = re.findall(r"(?m)^USER (.+)$", read_document("deploy/Dockerfile"))
    assert users[-1] == load_compose()["services"]["run"]["user"]


def test_the_builder_gets_what_the_image_copies_and_no_secret() -> None:
    """The Dockerfile names each path that is let through; all others, `.env` too, stay here."""
    lines = read_document(".dockerignore").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copies = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", read_document("deploy/Dockerfile"))
    copied = {path for line in copies for path in line.split()}
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    assert all((ROOT / path).exists() for path in copied)


def test_no_secret_is_committed_by_accident() -> None:
    """Git ignores the file that settings with secrets are read from, and the data."""
    ignored = read_document(".gitignore").splitlines()
    assert {".env", "/data/"} <= set(ignored)


def test_the_key_of_links_outlives_its_container() -> None:
    """A container that is made anew finds its data directory again."""
    compose = load_compose()
    (mount,) = compose["services"]["run"]["volumes"]
    volume, _, target = mount.partition(":")
    assert volume in compose["volumes"]
    assert f"DATA_DIR={target}" in read_document("deploy/Dockerfile")


@pytest.mark.parametrize("name", ["clausewatch.service", "clausewatch-worker@.service"])
def test_units_set_limits(name: str) -> None:
    """Memory, processes, and no way to more rights."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    unit.read(ROOT / "deploy" / name)
    service = unit["Service"]
    assert {"MemoryMax", "TasksMax", "UMask"} <= service.keys()
    assert service["NoNewPrivileges"] == "true"
    assert service["ProtectSystem"] == "strict"
    assert service["User"] != "root"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", ["clausewatch.service", "clausewatch-worker@.service"])
def test_units_are_valid(name: str) -> None:
    """Systemd knows each key."""
    command = ["systemd-analyze", "verify", str(ROOT / "deploy" / name)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert "Unknown key" not in result.stderr


REPORT = {
    "dependencies": [
        {"name": "quay", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]},
        {"name": "harbour", "version": "2.0", "vulns": []},
        {"name": "pier", "skip_reason": "not found"},
    ]
}


def test_an_audit_names_what_is_vulnerable() -> None:
    """And what could not be looked up."""
    audit = parse_report("a.lock", json.dumps(REPORT), "")
    assert list(audit.render()) == [
        "a.lock: quay 1.0: PYSEC-1, fixed in 1.1",
        "a.lock: 1 known vulnerabilities in 2 packages; not looked up: pier",
    ]


@pytest.mark.parametrize(
    ("report", "errors", "words"),
    [
        ("", "ERROR: connection refused", "cannot be reached (ERROR: connection refused)"),
        ("", "", "gave no report"),
        ("[]", "x", "cannot be reached"),
        (json.dumps({"dependencies": [{"name": "p", "skip_reason": "?"}]}), "", "no package"),
    ],
)
def test_an_audit_without_a_database_says_so(report: str, errors: str, words: str) -> None:
    """It is skipped by name and no failure."""
    audit = parse_report("a.lock", report, errors)
    assert not audit.vulnerable
    (line,) = audit.render()
    assert line.startswith("a.lock: audit skipped: ")
    assert words in line
    assert isinstance(audit, Audit)
