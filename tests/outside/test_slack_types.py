"""`@slack/types` under the TypeScript compiler: unknown properties and wrong text types."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.slack.messages.modals import list_platform_options
from tests.outside.tooling import MODULES, node
from tests.samples.all_samples import list_samples
from tests.samples.replies import BRILLO

IMPORTS = 'import type { HomeView, KnownBlock, ModalView, PlainTextOption } from "@slack/types";'
TYPES = {"modal": "ModalView", "home": "HomeView"}


def complaints(folder: Path, values: Sequence[tuple[str, Any]]) -> list[str]:
    """Return what the compiler says against values that should have a type, a line each.

    Written as literals, as only those are held against properties that a type does not have.
    """
    compiler = node("typescript", "@slack/types")
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
    told = subprocess.run(  # noqa: S603  # paths of our own
        [compiler, str(MODULES / "typescript" / "bin" / "tsc"), "-p", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in told.stdout.splitlines() if not line.startswith(" ")]
    assert bool(found) is bool(told.returncode), told.stdout + told.stderr
    return found


def test_every_sample_has_slacks_types(tmp_path: Path) -> None:
    """Blocks are known blocks, modals are modals, homes are homes, options are options."""
    values: list[tuple[str, Any]] = [("PlainTextOption[]", list_platform_options([BRILLO]))]
    for sample in list_samples():
        values += [("KnownBlock[]", list(message.blocks)) for message in sample.messages]
        if sample.view is not None:
            values.append((TYPES[sample.kind], sample.view))
    assert len(values) > len(list_samples())
    assert complaints(tmp_path, values) == []


def test_the_compiler_sees_what_is_wrong(tmp_path: Path) -> None:
    """A property that is none, mrkdwn where only plain text goes, a view without a title."""
    text = {"type": "plain_text", "text": "Watch"}
    button = {"type": "button", "text": text, "action_id": "a"}
    wrong = [
        {"type": "actions", "elements": [{**button, "colour": "red"}]},
        {"type": "actions", "elements": [{**button, "text": {"type": "mrkdwn", "text": "*W*"}}]},
        {"type": "section", "txt": text},
    ]
    values: list[tuple[str, Any]] = [("KnownBlock[]", [each]) for each in wrong]
    values.append(("ModalView", {"type": "modal", "blocks": []}))
    found = complaints(tmp_path, [*values, ("KnownBlock[]", [{"type": "divider"}])])
    lines = {int(each.partition("(")[2].partition(",")[0]) for each in found}
    assert lines == {2, 3, 4, 5}
