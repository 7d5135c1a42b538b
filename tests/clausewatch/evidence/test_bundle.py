"""A bundle is evidence only if somebody else can check it without us."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from clausewatch.evidence import BundleContents, build_files, cite, zip_files
from clausewatch.extract import read
from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.reading import Page, Selection
from clausewatch.model.record_ids import DocumentId, ProvisionId, VersionId
from clausewatch.provisions import find_provisions
from clausewatch.provisions.record import RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://larkspur.example/privacy"
BODY = """<html><body><h1>Privacy Policy</h1><h2>Models</h2>
<p>We may use the prompts that you type — all of them — to train and improve our AI models.</p>
<p>You can opt out of model training by writing to privacy@larkspur.example.</p>
</body></html>""".encode()
SHA = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def held() -> BundleContents:
    """What is on record of training in an invented policy."""
    return make_contents()


def make_contents() -> BundleContents:
    """Return what is on record of training in an invented policy."""
    reading = read([Page(URL, BODY)])
    found = find_provisions(reading)
    one = next(each for each in found if each.clause == "ai_training")
    recorded = RecordedProvision(
        id=ProvisionId(12),
        document=Document(DocumentId(7), "larkspur", "Larkspur", "privacy policy", (URL,)),
        provision=one,
        version=StoredVersion(VersionId(3), 1, reading, (SHA,), NOW, URL),
        first_tracked_at=NOW,
        judged_at=NOW,
        last_verified_at=NOW,
    )
    made = build_record(
        one, found, reading, load_taxonomy(), RecordSource("Larkspur", "privacy policy", (), URL)
    )
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    snapshot = Snapshot(URL, URL, 200, headers, BODY, SHA, NOW)
    return BundleContents(recorded, made, reading, (snapshot,), (), NOW)


@pytest.fixture
def unpacked(held: BundleContents, tmp_path: Path) -> Iterator[Path]:
    """The bundle as somebody else unpacks it."""
    with zipfile.ZipFile(BytesIO(zip_files(build_files(held)))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def run(command: list[str], folder: Path) -> int:
    """Run a command in a folder; return its exit status."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603
    return done.returncode


def test_the_tool_that_everybody_has_finds_it_whole(unpacked: Path) -> None:
    """`sha256sum -c` is content with every file, and not with one that was touched."""
    check = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    assert run(check, unpacked) == 0
    text = unpacked / "version.txt"
    text.write_text(text.read_text().replace("may", "will"))
    assert run(check, unpacked) == 1


def test_the_check_that_the_readme_prints_works_as_printed(unpacked: Path) -> None:
    """The lines between the quotation marks are run as they stand, and see a false quote."""
    readme = (unpacked / "README.txt").read_text()
    script = readme.partition('python3 -c "')[2].partition('\n   "')[0]
    script = "\n".join(line.removeprefix("   ") for line in script.splitlines())
    check = [sys.executable, "-c", script]
    assert run(check, unpacked) == 0
    quotes = json.loads((unpacked / "quotes.json").read_text())
    quotes[0]["text"] = quotes[0]["text"].replace("may", "will")
    (unpacked / "quotes.json").write_text(json.dumps(quotes))
    assert run(check, unpacked) == 1


def test_the_bytes_are_those_fetched_and_say_whence(unpacked: Path) -> None:
    """The snapshot is there untouched, named by its hash, beside address, time and headers."""
    (page,) = (unpacked / "snapshots").glob("*.html")
    assert page.read_bytes() == BODY
    assert page.name.startswith(SHA[:16])
    facts = json.loads(page.with_suffix(".json").read_text())
    assert (facts["url"], facts["sha256"], facts["status"]) == (URL, SHA, 200)
    assert facts["headers"] == [["Content-Type", "text/html; charset=utf-8"]]


def test_the_written_record_has_the_fields_of_the_one_on_show(held: BundleContents) -> None:
    """Identity, judgement, words, texts, analysis, origin and citation, each by its name."""
    text = build_files(held)["record.txt"].decode()
    for part in (
        "Larkspur: AI model training", "CW-P-000012 of CW-D-00007", "Severity: medium",
        "We may use the prompts that you type — all of them —", "opt-out: “You can opt out",
        "What it is", "Why it matters", "Consumer impact", "What you can do",
        "Regulatory landscape:", "Regulations that may apply", "Agencies", "History",
        f"SHA-256 of snapshot 1: {SHA}", "Captured: 2026-03-02 12:00:00 UTC", "Cite as:",
        "web.archive.org/web/20260302120000/", "not legal advice",
    ):  # fmt: skip
        assert part in text, part


ROOT = Path(__file__).parents[3]
HASH_BUNDLE = (
    "from hashlib import sha256\n"
    "from clausewatch.evidence import build_files, zip_files\n"
    "from tests.clausewatch.evidence.test_bundle import make_contents\n"
    "print(sha256(zip_files(build_files(make_contents()))).hexdigest())\n"
)


@pytest.mark.slow
def test_the_same_record_gives_the_same_bytes() -> None:
    """Two processes, whose sets have different orders, write one file of one moment."""
    hashes = {
        subprocess.run(  # noqa: S603  # our own code
            [sys.executable, "-c", HASH_BUNDLE],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_citation_has_what_a_filing_needs(held: BundleContents) -> None:
    """Stable id, version, time of capture, hash, address and the day it was looked at."""
    text = cite(held.recorded, NOW)
    for part in ("CW-P-000012", "version 1", "2026-03-02 12:00 UTC", SHA[:16], URL, "2 March 2026"):
        assert part in text


def test_a_selection_is_ours_and_no_header(held: BundleContents) -> None:
    """What of the page is the document stands beside the headers of the host, never among them."""
    (page,) = held.snapshots
    selected = replace(page, selection=Selection(("main",)))
    made = build_files(replace(held, snapshots=(selected,)))
    (facts,) = (
        json.loads(body)
        for name, body in made.items()
        if name.startswith("snapshots/") and name.endswith(".json")
    )
    assert facts["headers"] == [list(pair) for pair in page.headers]
    assert facts["selection"] == {"include": ["main"], "exclude": []}
