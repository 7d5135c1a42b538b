"""Provisions in Slack through the real app: show, compare, clauses, topics and cards."""

import pytest

from bot.slack import ids
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.bot.recorded_checks import record_check
from tests.bot.team import Team

FILLER = (
    "Pixelgarten keeps this policy short so that people read it to its very end.",
    "We collect the pictures that you upload and the words that you type here.",
    "You reach the people who answer for this policy at privacy@pixelgarten.example.",
)
TRAINS = "We use your pictures to train our AI models & <!channel> *models*."
OPTS = "You can opt out of model training in your settings."
SALE = "We may sell your personal information to our partners."
COURT = "Any dispute will be resolved by binding arbitration."


async def check_with(team: Team, number: int, *sentences: str) -> ChangeId | None:
    """A document has these sentences at its next check; return the change, if any."""
    text = "# Privacy Policy\n\n## Your data\n\n" + "\n\n".join((*FILLER, *sentences))
    return await record_check(team, number, text)


async def watch_two_platforms(team: Team) -> None:
    """Two platforms are watched and read; one of them trains and sells."""
    await team.types("/policy watch pixelgarten docs:privacy")
    await team.types("/policy watch brillo docs:terms")
    await check_with(team, 1, TRAINS, SALE)
    await check_with(team, 2, COURT, OPTS.replace("model training", "the newsletter"))


async def type_line(team: Team, line: str) -> str:
    """Type a line and return the ephemeral answer."""
    (shown,) = await team.types(f"/policy {line}")
    assert shown.kind == "answer"
    return shown.plain


async def test_show_lists_provisions_by_severity(team: Team) -> None:
    """Each clause type has its record id, the most severe first."""
    await watch_two_platforms(team)
    told = await type_line(team, "show pixelgarten")
    assert "provisions in 1 document" in told
    assert told.index("High: ") < told.index("CW-P-0000")
    assert "AI model training on user or public content (CW-P-" in told


@pytest.mark.parametrize(
    "line",
    [
        "show pixelgarten ai training",
        "show pixelgarten training my data",
        "show Pixels AI-training",
        "show pixelgarten, ai training",
        'show "pixelgarten" "ai training"',
        "status pixelgarten.example ai_training",
    ],
)
async def test_a_record_by_platform_and_clause(team: Team, line: str) -> None:
    """Clause names match loosely; the card has quote, severity, basis and absent facets."""
    await watch_two_platforms(team)
    told = await type_line(team, line)
    assert "Pixelgarten: AI model training on user or public content" in told
    assert "High severity" in told
    assert "express: the quoted text says it" in told
    assert "of your 2 platforms: 1 allows it, 1 is silent" in told
    assert "│ We use your pictures to train our AI models & <" in told
    assert "we found no opt-out in this document" in told
    assert "Interpretive note" in told
    assert "verified against the stored snapshot" in told
    assert "not legal advice" in told


async def test_the_pages_of_a_record(team: Team) -> None:
    """Effect, analysis, history and evidence have a page each."""
    await watch_two_platforms(team)
    await check_with(team, 1, TRAINS, SALE, OPTS)
    (card,) = await team.types("/policy show pixelgarten ai training")
    (effect,) = await team.presses(card, "Next")
    assert "Consumer impact" in effect.plain
    assert "What you can do" in effect.plain
    assert "You can opt out of model training in your settings." in effect.plain
    (analysis,) = await team.presses(effect, "Next")
    for part in ("Regulatory landscape", "Governance exposure", "Jurisdiction flags"):
        assert part in analysis.plain
    assert "Regulations that may apply" in analysis.plain
    assert "File a complaint" in analysis.plain
    assert "was not reviewed by a lawyer" in analysis.plain
    (evidence,) = await team.presses(analysis, "Next")
    for field in (
        "severity lowered (high → medium) · CW-C-000001",
        "Other provisions of this document",
        "First tracked",
        "Last verified",
        "snapshot stored, hash verified, quote verified",
        "Analysis generated",
        "Cite as: Pixelgarten Privacy Policy, CW-P-",
        "archive",
        "not affiliated",
    ):
        assert field in evidence.plain
    spoken = {button.get("accessibility_label") for button in evidence.list_buttons()}
    assert "View change record: CW-C-000001" in spoken
    assert any(str(label).startswith("See all platforms: ") for label in spoken)
    await team.presses(evidence, "View change record")
    assert "CW-C-000001" in team.seen[-1].plain


async def test_a_record_by_its_id_and_one_that_is_gone(team: Team) -> None:
    """By its record id; a removed provision keeps its last quote and says that it is gone."""
    await watch_two_platforms(team)
    await check_with(team, 1, SALE)
    held = await team.store.provisions.find_by_clause(
        await find_workspace(team), "pixelgarten", "ai_training"
    )
    told = await type_line(team, f"show {held[0].record_id}")
    assert "Removed on" in told
    assert "We use your pictures to train" in told
    assert "I can't find that provision" in await type_line(team, "show CW-P-000999")


async def find_workspace(team: Team) -> WorkspaceId:
    """The team's workspace."""
    return await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)


async def test_not_found_is_said_with_what_was_read(team: Team) -> None:
    """A clause type without a sentence is not found, and nothing is invented."""
    await watch_two_platforms(team)
    told = await type_line(team, "show brillo ai training")
    assert "not found" in told
    assert "Not found in the documents reviewed." in told
    assert "Terms of Service · CW-D-00002" in told


async def test_what_was_never_read_is_not_said_to_be_missing(team: Team) -> None:
    """Nothing is "not found" in a document that nobody has opened."""
    await team.types("watch pixelgarten docs:privacy")
    await team.types("watch brillo docs:terms")
    told = await type_line(team, "show brillo ai training")
    assert "not checked yet" in told
    assert "I haven't read its documents yet." in told
    assert "not found" not in told.casefold()
    assert "Absence here" not in told
    compared = await type_line(team, "compare ai training, brillo")
    assert "Not reviewed yet: Brillo." in compared
    assert "Not found" not in compared
    alone = await type_line(team, "compare ai training")
    assert "no document has been read yet" in alone
    assert "states it" not in alone
    await check_with(team, 1, SALE)
    both = await type_line(team, "compare arbitration, pixelgarten, brillo")
    assert "Not found in the documents reviewed: Pixelgarten." in both
    assert "Not reviewed yet: Brillo." in both


async def test_what_is_not_english_is_said_to_be_unread(team: Team) -> None:
    """Not found means something else there, and the record and the platform say so."""
    await watch_two_platforms(team)
    german = (
        "Wir verwenden Ihre Bilder, um unsere Modelle zu trainieren, und speichern sie drei Jahre.",
        "Sie können der Verarbeitung Ihrer Daten jederzeit widersprechen, indem Sie uns schreiben.",
        "Die Daten werden in der Regel nach dem Ende des Vertrags gelöscht, spätestens im Mai.",
        "Für alle Streitigkeiten ist das Gericht am Sitz des Unternehmens zuständig.",
    ) * 3
    await check_with(team, 2, *german)
    for line in ("show brillo", "show brillo ai training"):
        assert "clause analysis is English-only" in await type_line(team, line)
    told = await type_line(team, "show brillo ai training")
    assert "Its documents aren't in English, so I can't tell." in told
    assert "not found" not in told.casefold()
    assert "not in English" not in await type_line(team, "show pixelgarten")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("show pixelgarten data", "as a clause type"),
        ("compare zebra crossings", "as a clause type"),
        ("compare", "Which clause type?"),
        ("compare ai training, nowhere", "in the catalogue"),
        ("watch brillo topics:zebras", "“zebras” isn't a clause type"),
    ],
)
async def test_never_a_silent_guess(team: Team, line: str, expected: str) -> None:
    """An uncertain name gets a question."""
    await watch_two_platforms(team)
    assert expected in await type_line(team, line)


async def test_compare_across_platforms(team: Team) -> None:
    """Severity, polarity, opt-out and quote per platform, and the platforms without the clause."""
    await watch_two_platforms(team)
    for line in ("compare ai training, pixelgarten, brillo", "compare ai training pixelgarten"):
        told = await type_line(team, line)
        assert "of your 2 platforms: 1 allows it, 1 is silent" in told
        assert (
            "Pixelgarten Privacy Policy · high severity · states the practice"
            " · we found no opt-out in this document" in told
        )
        assert "“We use your pictures to train our AI models" in told
    assert "Not found in the documents reviewed: Brillo." in await type_line(
        team, "compare ai training, pixelgarten, brillo"
    )


async def test_platforms_of_a_comparison_are_never_passed_over(team: Team) -> None:
    """Each name counts without commas too, and an uncertain one gets a question."""
    told = await type_line(team, "compare ai training pixelgarten brillo")
    assert "no document has been read yet" in told
    assert "Not reviewed yet: Pixelgarten, Brillo." in told
    for line in ("compare arbitration brillo", "compare brillo ai training"):
        assert "Not reviewed yet: Brillo." in await type_line(team, line)
    assert "Not recognised as a platform: figmo." in await type_line(
        team, "compare figmo ai training"
    )
    told = await type_line(team, "compare arbitration brillo figmo")
    assert "Not reviewed yet: Brillo." in told
    assert "Not recognised as a platform: figmo." in told
    assert "Not recognised" not in await type_line(team, "compare mandatry arbitration clauses")


async def test_platforms_alone_are_compared_by_a_chosen_clause_type(team: Team) -> None:
    """The person chooses the clause type, and the names are kept."""
    (asked,) = await team.types("compare pixelgarten, brillo")
    assert "Which clause type?" in asked.plain
    (told,) = await team.presses(asked, "Mandatory arbitration")
    assert "Mandatory arbitration: " in told.plain
    assert "Not reviewed yet: Pixelgarten, Brillo." in told.plain


async def test_clauses_lists_all_and_explains_one(team: Team) -> None:
    """Every clause type is on a page of the list."""
    pages = [await type_line(team, f"clauses page:{number}") for number in (1, 2, 3)]
    for clause in load_taxonomy().clauses.values():
        assert any(clause.id in page for page in pages)
    one = await type_line(team, "clauses ai training")
    assert "May content or data of users be used to train AI models?" in one
    assert "Lowered by: " in one


async def test_the_card_leads_with_the_gravest_provision(team: Team) -> None:
    """Severity and document, then one sentence on the training, and the reasons on demand."""
    await team.types("/policy watch pixelgarten docs:privacy")
    await check_with(team, 1)
    await team.posts()
    await check_with(team, 1, TRAINS, "We do not sell your personal information to anybody.")
    card = next(shown for shown in await team.posts() if "High" in shown.text)
    lines = card.plain.splitlines()
    assert lines[0] == "High · Pixelgarten Privacy Policy"
    assert "train AI models" in lines[1]
    assert lines[1].endswith("Mixed effect on users.")
    assert lines[1] in await type_line(team, "changes pixelgarten")
    _, reasons = await team.presses(card, "Why it matters")
    assert "Clause type: AI model training" in reasons.plain
    assert "What you can do" in reasons.plain
    assert "Also affected: Sale of personal data" in reasons.plain


@pytest.mark.parametrize(
    ("options", "is_told"),
    [
        ("", True),
        ("min:high", True),
        ("topics:ai_training", True),
        ("topics:arbitration,ai-training", True),
        ('topics:"ai training, arbitration" min:high', True),
        ("topics:arbitration", False),
    ],
)
async def test_who_is_told_by_topic_and_severity(
    team: Team, options: str, *, is_told: bool
) -> None:
    """A watch limited to clause types is notified only of changes that touch one of them."""
    await team.types(f"/policy watch pixelgarten docs:privacy {options}")
    await check_with(team, 1)
    await team.posts()
    await check_with(team, 1, TRAINS)
    assert any("High ·" in shown.text for shown in await team.posts()) == is_told


async def test_topics_are_part_of_the_watch_and_of_its_undo(team: Team) -> None:
    """The confirmation names them, and a restored watch has them again."""
    (post,) = await team.types("/policy watch pixelgarten docs:privacy topics:ai_training")
    assert "only ai training" in post.plain
    (gone,) = await team.types("/policy unwatch pixelgarten")
    await team.presses(gone, "Undo")
    assert "only ai training" in await type_line(team, "list")


async def test_the_modal_offers_every_clause_type(team: Team) -> None:
    """*Add platform* lists the taxonomy, and the choice limits the watch."""
    (shown,) = await team.types("/policy help")
    (opened,) = await team.presses(shown, "Add platform")
    block = next(one for one in opened.blocks if one.get("block_id") == ids.TOPICS_BLOCK)
    offered = {option["value"] for option in block["element"]["options"]}
    assert offered == set(load_taxonomy().clauses)
    some = {"selected_options": [{"value": "ai_training"}, {"value": "arbitration"}]}

    def option(value: str) -> dict[str, object]:
        return {"selected_option": {"value": value}}

    values: dict[str, dict[str, dict[str, object]]] = {
        ids.PLATFORM_BLOCK: {ids.PLATFORM_SELECT: option("brillo")},
        ids.KINDS_BLOCK: {ids.KINDS_SELECT: option("usual")},
        ids.MINIMUM_BLOCK: {ids.MINIMUM_SELECT: option("low")},
        ids.TOPICS_BLOCK: {ids.TOPICS_SELECT: some},
        ids.CADENCE_BLOCK: {ids.CADENCE_SELECT: option("now")},
        ids.CHANNEL_BLOCK: {ids.CHANNEL_SELECT: {"selected_conversation": "C-GENERAL"}},
    }
    errors, told = await team.submits(opened, values)
    assert errors == {}
    assert "only ai training, arbitration" in told[0].plain
