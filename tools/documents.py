"""Write the files that repeat what the code says: settings, and the manifest of the Slack app.

    python -m tools.documents             .env.example, docs/settings.md and slack-manifest.json
    python -m tools.documents manifest    slack-manifest.json

`tests/test_documents.py` fails while one of them differs from the code.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.slack.manifest import dump_manifest
from clausewatch.config import Settings

ROOT = Path(__file__).parent.parent
MANIFEST = "slack-manifest.json"
ENV_HEAD = "# Copy to .env and set what you need. A line with `#` in front is not set.\n\n"
TABLE_HEAD = "| setting | default | description |\n|---|---|---|\n"


def render_default(field: FieldInfo) -> str:
    """Return a setting's default as it is written in `.env`; empty if there is none."""
    if field.default is None:
        return ""
    text = json.dumps(field.default, default=str, ensure_ascii=False)
    return text.strip('"')


def render_env_example() -> str:
    """Return `.env.example`: a comment and a line per setting."""
    return ENV_HEAD + "".join(
        f"# {field.description}\n{'' if field.default is not None else '#'}"
        f"{name.upper()}={render_default(field)}\n"
        for name, field in Settings.model_fields.items()
    )


def list_setting_rows() -> Iterator[str]:
    """Yield the rows of the table of settings."""
    for name, field in Settings.model_fields.items():
        default = render_default(field)
        shown = f"`{default}`" if default else ""
        yield f"| `{name.upper()}` | {shown} | {field.description} |\n"


def render_settings(text: str) -> str:
    """Return `docs/settings.md` with its table replaced."""
    table = TABLE_HEAD + "".join(list_setting_rows())
    return re.sub(r"(?m)(?:^\|.*\n)+", lambda _: table, text, count=1)


def render_documents() -> Mapping[str, str]:
    """Return each generated file by its path from the root."""
    settings = "docs/settings.md"
    return {
        ".env.example": render_env_example(),
        settings: render_settings((ROOT / settings).read_text(encoding="utf-8")),
        MANIFEST: dump_manifest(),
    }


def main() -> None:
    """Write the files, all of them or only the manifest."""
    for name, text in render_documents().items():
        if name == MANIFEST or sys.argv[1:] != ["manifest"]:
            (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
