"""The documents agree with the code: commands, settings, formats, codes, paths and links."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from bot.cli.main import app
from bot.slack.listeners.commands.verbs import VERBS
from bot.slack.listeners.watch_options import OPTIONS
from clausewatch.catalogue.document_kinds import KINDS
from clausewatch.compare.page_kinds import BLOCKERS
from clausewatch.config import Settings
from clausewatch.model.formats import FORMATS
from tools import documents

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/*.md", "docs/decisions/*.md") for path in ROOT.glob(pattern)
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MOST_LINES = {"README.md": 149, "docs/judging.md": 59, "docs/scale.md": 85}
CHANGE_GROUPS = ["Changed", "Added", "Removed", "Fixed"]
PACKAGES = ("bot", "clausewatch", "jobs", "tests", "tools", "benchmarks", "docs", "deploy", "demo")


def read_document(name: str) -> str:
    """Return the text of a document, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def list_rows(name: str, heading: str) -> list[list[str]]:
    """Return the rows of the first table under a heading, without the two head lines."""
    section = read_document(name).partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [re.split(r"(?<!\\)\|", line.strip("|")) for line in lines[2:]]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in cells]


def list_code(text: str) -> list[str]:
    """Return what a text has in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def list_refusal_codes() -> set[str]:
    """Return the codes of pages that are refused: the blockers', and those of literals."""
    codes = set(BLOCKERS)
    for path in (ROOT / "clausewatch" / "compare").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Implausible":
                code = node.args[0]
                codes |= {str(code.value)} if isinstance(code, ast.Constant) else set()
    return codes


def test_readme_lists_the_commands() -> None:
    """The first column is the usage of each verb, in the order of the help."""
    usages = [list_code(row[0])[0] for row in list_rows("README.md", "Commands")]
    assert usages == [f"/policy {verb.usage}" for verb in VERBS]


@pytest.mark.parametrize("name", [".env.example", "docs/settings.md", "slack-manifest.json"])
def test_generated_file_is_current(name: str) -> None:
    """`make documents` (or `make manifest`) would change nothing."""
    assert read_document(name) == documents.render_documents()[name]


def test_every_setting_has_a_description() -> None:
    """A setting without a description would have an empty row."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_formats_are_listed() -> None:
    """docs/reach.md has every media type of every format, and no other."""
    named = [code for row in list_rows("docs/reach.md", "Formats") for code in list_code(row[1])]
    assert sorted(named) == sorted(
        media_type for each in FORMATS for media_type in each.media_types
    )


def test_watch_options_are_listed() -> None:
    """docs/reach.md explains the options of `watch` that say how a document is read."""
    rows = list_rows("docs/reach.md", "Reading options")
    named = {code.partition(":")[0] for row in rows for code in list_code(row[0]) if ":" in code}
    assert named - {"https"} == set(OPTIONS) - {"min", "clauses", "deliver"}


def test_refusal_codes_are_listed() -> None:
    """docs/judging.md explains every code of an implausible page, and no other."""
    section = read_document("docs/judging.md").partition("## 2.")[2].partition("\n## ")[0]
    named = [code for line in section.splitlines() if line.startswith("| `")
             for code in list_code(line.split("|")[1])]  # fmt: skip
    assert sorted(named) == sorted(list_refusal_codes())


def test_document_kinds_in_examples_exist() -> None:
    """Every kind in a `docs:` option of the documents is a key of the catalogue."""
    keys = {kind.key for kind in KINDS} | {"all"}
    named = {
        kind
        for path in DOCUMENTS
        for option in re.findall(r"`docs:([a-z,]+)", path.read_text(encoding="utf-8"))
        for kind in option.split(",")
    }
    assert named - keys == set()


def list_commands(command: object, prefix: str = "") -> Iterator[str]:
    """Yield the names of the command line's commands, groups before their members."""
    for name, inner in getattr(command, "commands", {}).items():
        yield f"{prefix}{name}"
        yield from list_commands(inner, f"{prefix}{name} ")


def test_commands_in_documents_exist() -> None:
    """Every `clausewatch …` of the documents is a command of the command line."""
    known = set(list_commands(typer.main.get_command(app)))
    wrong = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for words in re.findall(
            r"(?m)(?:`|^)(?:\.venv/bin/)?clausewatch ([a-z-]+(?: [a-z]+)?)", text
        ):
            group, _, inner = words.partition(" ")
            name = words if group in {"catalogue", "db"} and inner else group
            wrong += [] if name in known else [(path.name, words)]
    assert wrong == []


def test_targets_in_documents_exist() -> None:
    """Every `make …` of the documents is a target of the Makefile."""
    targets = set(re.findall(r"(?m)^([a-z]+):", read_document("Makefile")))
    named = {
        target
        for path in DOCUMENTS
        for target in re.findall(r"(?m)(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"))
    }
    assert named - targets == set()


def test_tests_in_documents_exist() -> None:
    """Every `test_…` of CONTRIBUTING.md is a test."""
    source = "".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("tests/**/test_*.py"))
    named = re.findall(r"`(test_\w+)`", read_document("CONTRIBUTING.md"))
    assert [name for name in named if f"def {name}(" not in source] == []


def test_settings_in_documents_exist() -> None:
    """Every `NAME=value` of the documents is a setting, or a variable of a make target."""
    known = {name.upper() for name in Settings.model_fields} | {"N", "DOCUMENTS", "CI", "PYTHON"}
    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(
            r"`(?:make [a-z]+ )?([A-Z][A-Z_]*)=", path.read_text(encoding="utf-8")
        )
    }
    assert named - known == set()


def test_benchmarks_in_documents_exist() -> None:
    """Every `python -m benchmarks.…` and every module named in docs/scale.md is one of them."""
    folder = ROOT / "benchmarks"
    wrong = [
        name
        for path in DOCUMENTS
        for name in re.findall(r"-m benchmarks\.(\w+)", path.read_text(encoding="utf-8"))
        if not (folder / name).is_dir() and not (folder / f"{name}.py").exists()
    ]
    named = re.findall(r"\(`(\w+)[^`]*`\)", read_document("docs/scale.md"))
    wrong += [name for name in named if not (folder / f"{name}.py").exists()]
    assert wrong == []


def is_path(code: str) -> bool:
    """Return whether a word in backticks is a path from the root or from a package."""
    return bool(re.fullmatch(r"[\w./-]+\.(?:py|toml|md)|[\w/-]+/", code)) and "/" in code


def find_path(code: str) -> bool:
    """Return whether a path exists from the root, or below `clausewatch/`."""
    return (ROOT / code).exists() or (ROOT / "clausewatch" / code).exists()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_paths_and_links_exist(path: Path) -> None:
    """Every link to a file, and every path in backticks, leads somewhere."""
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    wrong = [link for link in links if not (path.parent / link).exists()]
    wrong += [code for code in list_code(text) if is_path(code) and not find_path(code)]
    assert wrong == []


def test_decisions_are_numbered_without_gaps() -> None:
    """A record's number is its place; title and file agree."""
    numbers = [path.name[:4] for path in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]}: ")


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_its_parts(path: Path) -> None:
    """A date, the problem and the outcome."""
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n20\d\d-\d\d-\d\d", text)
    assert "**Problem.**" in text
    assert "**Outcome" in text


def test_changelog_has_the_common_form() -> None:
    """Groups in a fixed order, and one line a change, with a capital and without a full stop."""
    releases = read_document("CHANGELOG.md").split("\n## ")[1:]
    for release in releases:
        groups = re.findall(r"(?m)^### (.+)$", release)
        assert groups == [group for group in CHANGE_GROUPS if group in groups]
        body = release.partition("\n### ")[2]
        for line in filter(None, body.splitlines()):
            assert re.fullmatch(r"(?:### )?(?:Changed|Added|Removed|Fixed)|- [A-Z].*[^.]", line), (
                line
            )


@pytest.mark.parametrize("name", MOST_LINES)
def test_documents_stay_short(name: str) -> None:
    """The README fits a few screens; what is measured is in two short documents."""
    assert read_document(name).count("\n") <= MOST_LINES[name]


def test_glossary_explains_a_word_once() -> None:
    """Each row of the glossary has one word and its meaning, in alphabetical order."""
    rows = list_rows("CONTRIBUTING.md", "Glossary")
    words = [row[0] for row in rows]
    assert all(first.casefold() < second.casefold() for first, second in pairwise(words))
    assert all(len(row) == 2 and row[1] for row in rows)
