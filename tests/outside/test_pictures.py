"""`make pictures` renders samples as pages that look like Slack, and pages as images."""

import json
import struct
import subprocess
from pathlib import Path

from tests.outside.tooling import TOOLS, require_browser, require_node
from tests.samples.all_samples import list_samples

WANTED = ("alert-card", "add-platform-filled", "home-empty")
WIDTHS = {"alert-card": 700, "add-platform-filled": 560, "home-empty": 700}


def drawn(folder: Path, names: tuple[str, ...], *how: str) -> None:
    """Render these samples into a folder with the tool."""
    program = require_node("react", "react-dom", "slack-blocks-to-jsx")
    samples = [sample.as_json for sample in list_samples() if sample.name in names]
    assert len(samples) == len(names)
    subprocess.run(  # noqa: S603  # fixed arguments
        [program, str(TOOLS / "pictures.mjs"), str(folder), *how],
        input=json.dumps(samples),
        text=True,
        check=True,
        capture_output=True,
    )


def test_pages_show_what_slack_would(tmp_path: Path) -> None:
    """Bold text, links and dates are rendered, and escaped text is not interpreted."""
    drawn(tmp_path, ("alert-card", "alert-card-hostile", "add-platform-filled"), "--html")
    card = (tmp_path / "alert-card.html").read_text("utf-8")
    assert "High · Lumenary Privacy Policy" in card
    assert "View redline" in card
    assert "Mar 2, 2026" in card
    assert "line-through" in card
    hostile = (tmp_path / "alert-card-hostile.html").read_text("utf-8").partition("</style>")[2]
    assert "evil.example" in hostile
    assert 'href="https://evil.example' not in hostile
    assert "broadcast" not in hostile
    assert "#legal" in (tmp_path / "add-platform-filled.html").read_text("utf-8")


def test_pictures_are_cropped_to_what_is_on_them(tmp_path: Path) -> None:
    """Each image is a small PNG with a palette, as wide as Slack's layout."""
    require_browser()
    drawn(tmp_path, WANTED)
    for name in WANTED:
        body = (tmp_path / f"{name}.png").read_bytes()
        assert body.startswith(b"\x89PNG")
        width, height, depth, colours = struct.unpack(">IIBB", body[16:26])
        assert (width, depth, colours) == (WIDTHS[name], 8, 3)
        assert 150 < height < 1_000
        assert 3_000 < len(body) < 60_000
