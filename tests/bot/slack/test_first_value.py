"""The first minutes: starter lists, a pasted vendor register, and clauses to look at."""

from typing import Any

from bot.slack import ids
from bot.slack.messages.post import render_post
from bot.terminal.rendered_message import render_blocks
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DeliveryId, DocumentId
from clausewatch.notifications.deliveries import ClauseFinding, Delivery
from clausewatch.notifications.events import FirstRead
from tests.bot.block_rules import assert_message
from tests.bot.example_values import NOON, make_document
from tests.bot.team import Team

FINDINGS = (
    ClauseFinding("ai_training", Severity.HIGH, "does"),
    ClauseFinding("arbitration", Severity.HIGH, "opt_out_offered"),
    ClauseFinding("data_sale", Severity.HIGH, "does_not"),
    ClauseFinding("auto_renewal", Severity.MEDIUM, "may"),
    ClauseFinding("governing_law", Severity.LOW, "does"),
)


def make_first_read(number: int, findings: tuple[ClauseFinding, ...]) -> Delivery:
    """The first reading of a document with these clause types."""
    document = make_document(number)
    event = FirstRead(DocumentId(number), "Privacy", None, 900)
    return Delivery(DeliveryId(number), event, NOON, document=document, findings=findings)


def test_the_first_reading_names_what_to_look_at() -> None:
    """High and medium ones that the document does not rule out, with a button."""
    (message,) = render_post((make_first_read(1, FINDINGS),))
    assert_message(message)
    text = render_blocks(message.blocks).plain
    assert "3 clauses to look at: AI model training" in text
    assert "(high)" in text
    assert "(high, opt-out offered)" in text
    assert "Sale of personal data" not in text
    assert "[ Show Pixelgarten ]" in text


def test_without_such_clauses_nothing_is_named() -> None:
    """Neither a line nor a button."""
    (message,) = render_post((make_first_read(1, FINDINGS[-1:]),))
    text = render_blocks(message.blocks).plain
    assert "to look at" not in text
    assert "Show" not in text


def test_several_documents_share_one_button() -> None:
    """One *Show* per platform below all lines."""
    messages = render_post(tuple(make_first_read(n, FINDINGS) for n in range(1, 4)))
    text = "\n".join(render_blocks(message.blocks).plain for message in messages)
    assert text.count("3 clauses to look at") == 3
    assert text.count("[ Show Pixelgarten ]") == 1


def fill(text: str, more: str = "") -> dict[str, Any]:
    """The fields of *Paste a list* as Slack sends them."""
    return {
        ids.PASTE_BLOCK: {ids.PASTE_FIELD: {"value": text}},
        ids.PASTE_MORE_BLOCKS[0]: {ids.PASTE_FIELD: {"value": more or None}},
        ids.CHANNEL_BLOCK: {ids.CHANNEL_SELECT: {"selected_conversation": "C-GENERAL"}},
    }


async def paste(team: Team, text: str, more: str = "") -> tuple[Any, list[Any]]:
    """Open the modal from an empty list and submit it."""
    (listed,) = await team.types("list")
    (modal,) = await team.presses(listed, "Paste a list")
    return await team.submits(modal, fill(text, more))


async def test_a_vendor_register_is_pasted(team: Team) -> None:
    """CSV with a header: known, repeated and unknown vendors are each reported by line."""
    register = "Vendor,Owner\nBrillo,Ann\nVendor 03,Ben\nUnheard Of Ltd,Cleo\n"
    errors, shown = await paste(team, register, "Vendor,Owner")
    assert errors == {}
    kinds = [each.kind for each in shown]
    assert kinds[0] == "post"
    report = next(each for each in shown if "not added" in each.plain)
    assert "4 lines" in report.plain or "3 lines" in report.plain
    assert "Brillo: added as Brillo" in report.plain
    assert "I don't have “Unheard Of Ltd” in the catalogue" in report.plain


async def test_two_hundred_lines_at_most(team: Team) -> None:
    """More are refused in the modal, and nothing is watched."""
    errors, shown = await paste(
        team, "\n".join(f"v{n}" for n in range(150)), "\n".join(f"w{n}" for n in range(51))
    )
    assert "That's 201 lines; the limit is 200." in errors[ids.PASTE_BLOCK]
    assert shown == []
    errors, _ = await paste(team, "   ")
    assert errors[ids.PASTE_BLOCK] == "Paste one name, domain or URL per line."


async def test_two_hundred_vendors_are_one_post_and_one_report(team: Team) -> None:
    """Lines that were added before are named too."""
    lines = "\n".join(f"Vendor {n % 40:02}" for n in range(200))
    errors, shown = await paste(team, lines)
    assert errors == {}
    assert [each.kind for each in shown] == ["post", "answer"]
    assert "200 lines" in shown[1].plain
