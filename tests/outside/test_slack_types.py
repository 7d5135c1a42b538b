"""The TypeScript compiler checks every sample against `@slack/types`."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.slack.messages.modals import list_platform_options
from tests.outside.tooling import MODULES, require_node
from tests.samples.all_samples import list_samples
from tests.samples.replies import BRILLO

IMPORTS = 'import type { HomeView, KnownBlock, ModalView, PlainTextOption } from "@slack/types";'
TYPES = {"modal": "ModalView", "home": "HomeView"}


def find_type_errors(folder: Path, values: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the errors of the compiler for values that should have a type.

    The values are written as literals, because only literals are checked for unknown properties.
    """
    compiler = require_node("typescript", "@slack/types")
    lines = [
        f"export const v{number}: {type_} = {json.dumps(value, ensure_ascii=False)};"
        for number, (type_, value) in enumerate(values)
    ]
    (folder / "samples.ts").write_text("\n".join([IMPORTS, *lines]), "utf-8")
    (folder / "node_modules").symlink_to(MODULES)
    settings = {
        "compilerOptions": {
            "noEmit": True,
            "strict": True,
            "target": "esnext",
            "module": "preserve",
            "skipLibCheck": True,
            "types": [],
        },
        "files": ["samples.ts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    result = subprocess.run(  # noqa: S603  # fixed arguments
        [compiler, str(MODULES / "typescript" / "bin" / "tsc"), "-p", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert bool(errors) is bool(result.returncode), result.stdout + result.stderr
    return errors


def test_every_sample_has_slacks_types(tmp_path: Path) -> None:
    """Blocks, modals, homes and options have the types of Slack."""
    values: list[tuple[str, Any]] = [("PlainTextOption[]", list_platform_options([BRILLO]))]
    for sample in list_samples():
        values += [("KnownBlock[]", list(message.blocks)) for message in sample.messages]
        if sample.view is not None:
            values.append((TYPES[sample.kind], sample.view))
    assert len(values) > len(list_samples())
    assert find_type_errors(tmp_path, values) == []


def test_the_compiler_sees_what_is_wrong(tmp_path: Path) -> None:
    """It rejects an unknown property, mrkdwn in place of plain text, and a view without a title."""
    text = {"type": "plain_text", "text": "Watch"}
    button = {"type": "button", "text": text, "action_id": "a"}
    wrong = [
        {"type": "actions", "elements": [{**button, "colour": "red"}]},
        {"type": "actions", "elements": [{**button, "text": {"type": "mrkdwn", "text": "*W*"}}]},
        {"type": "section", "txt": text},
    ]
    values: list[tuple[str, Any]] = [("KnownBlock[]", [item]) for item in wrong]
    values.append(("ModalView", {"type": "modal", "blocks": []}))
    errors = find_type_errors(tmp_path, [*values, ("KnownBlock[]", [{"type": "divider"}])])
    lines = {int(item.partition("(")[2].partition(",")[0]) for item in errors}
    assert lines == {2, 3, 4, 5}
