"""Every message and view in every state: what Slack takes, what a person reads."""

from dataclasses import replace
from datetime import date

import pytest

from bot.slack.messages import card, folded_post, lists, modals, redline, show, watch_answers
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import (
    AnswerPage,
    Choice,
    Problem,
    add_share_button,
    describe_ambiguous_platform,
    describe_unknown_platform,
    render_database_outage,
    render_empty_list,
    render_failure,
    render_problems,
    render_sentence,
)
from bot.slack.messages.blocks import Message, View
from bot.slack.messages.change_text import format_stated_date
from bot.slack.messages.post import render_post, render_smallest_post
from bot.terminal.rendered_message import render_blocks
from clausewatch.model.announcements import AnnouncedTerms
from clausewatch.model.documents import CataloguedDocument, Platform
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.model.watches import WatchResult
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    ChangeReviewed,
    ChannelPaused,
    FirstRead,
    FirstReadFailed,
    OtherPage,
    ProvisionCorrected,
    TextReverted,
    TextSeenAgain,
    VersionDate,
)
from tests.bot.block_rules import assert_message, assert_safe, assert_view, emoji_per_line
from tests.bot.example_values import (
    NOON,
    make_change,
    make_delivery,
    make_document,
    make_edit,
    make_review,
    make_status,
    make_version,
    make_watch,
)
from tests.samples.examples import REFUSED_CARDS
from tests.samples.listing import render_home, render_watchlist

LONG = "We may share the data with partners, affiliates and 42 others. " * 60
MANY = tuple(
    make_edit(
        f"Clause {n}: we keep it for {n} days. {LONG}", f"Clause {n}: we keep it {n} years. {LONG}"
    )
    for n in range(2, 42)
)
PIXELGARTEN = Platform(
    "pixelgarten",
    "Pixelgarten",
    (CataloguedDocument("Privacy Policy", ("https://pixelgarten.example/privacy",)),),
    ("pixelgarten.example",),
)
CHOICES = tuple(Choice(f"Platform {n}", f"platform-{n}") for n in range(150))
WATCHED = tuple(
    lists.WatchStatus(
        make_watch(f"Platform {n}", n),
        (make_status(make_document(n, f"Platform {n}"), ill=n % 3 == 0),),
    )
    for n in range(1, 41)
)

CARDS = {
    "new": make_change(),
    "reviewed": make_change(review=make_review()),
    "assigned": make_change(
        review=make_review(
            ReviewStatus.ACTION_NEEDED, assignee="U2", note="x" * 1_000, due_on=date(2026, 3, 9)
        )
    ),
    "seen again": make_change(standing="seen again"),
    "reverted": make_change(standing="reverted", review=make_review()),
    "without section": make_change(edits=(make_edit("30 days", "60 days", section=""),)),
    "many long edits": make_change(edits=MANY, summary=(LONG,) * 4),
    "one giant edit": make_change(edits=(make_edit(LONG * 20, LONG * 19 + "No more."),)),
    "every other word": make_change(
        edits=(
            make_edit(
                " ".join(f"a{n} b" for n in range(900)), " ".join(f"c{n} b" for n in range(900))
            ),
        )
    ),
    "no edits": make_change(edits=(), summary=()),
    "editorial": replace(
        make_change(),
        comparison=replace(make_change().comparison, significance=Significance.EDITORIAL),
    ),
}


@pytest.mark.parametrize("found", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("is_repeat", [False, True])
def test_a_card_keeps_within_slack_and_twelve_blocks(found: card.Change, is_repeat: bool) -> None:  # noqa: FBT001
    """A card is at most 12 blocks and 10,000 characters in every state, its overflow too."""
    state = card.CardState(is_repeat, NOON)
    first, *rest = card.render_change(found, state)
    assert_message(first, most_blocks=12)
    assert len(rest) <= 1
    for part in rest:
        assert_message(part)
    assert_message(card.render_compact_card(found, state), most_blocks=2)
    assert emoji_per_line(render_blocks(first.blocks).plain) == 0


def test_a_card_says_what_changed_where_and_how_grave() -> None:
    """Severity, sentence, both wordings, source, time, record id, the dates that it states."""
    text = render_blocks(card.render_card(make_change()).blocks).plain
    for said in (
        "High · Pixelgarten Privacy Policy",
        "Retention of prompts goes from 30 days to 12 months. Less favourable to users.",
        "Effective 1 April 2026, per the document",
        "[-30 days-]",
        "[+12 months+]",
        "[ View redline ] [ Mark reviewed ]",
        "Source (https://pixelgarten.example/privacy)",
        "captured 2 Mar 2026, 12:00 UTC",
        "CW-C-000321",
        "dated 3 May 2025 → 1 March 2026",
        "Not legal advice.",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (make_change(review=make_review()), "Acknowledged by @u1"),
        (make_change(standing="reverted"), "Reverted to the previous version"),
        (make_change(standing="seen again"), "The previous version has reappeared"),
    ],
)
def test_a_card_shows_its_state(found: card.Change, said: str) -> None:
    """What became of a change stands on its card."""
    assert said in render_blocks(card.render_card(found).blocks).plain


def test_overflow_is_the_same_whoever_reviewed() -> None:
    """Parts are made one by one, later: a review in between must not shift their edits."""
    edits = make_change(edits=MANY)
    reviewed = make_change(edits=MANY, review=make_review(note="x" * 1_000))
    assert card.render_overflow(edits) == card.render_overflow(reviewed)


def test_the_gravest_edits_are_on_the_card_or_in_its_thread() -> None:
    """Five are quoted, in order; the rest are counted, and read in the redline."""
    edits = tuple(make_edit(f"We keep item{n} long.", f"We keep item{n} short.") for n in range(12))
    text = "\n".join(
        render_blocks(m.blocks).plain for m in card.render_change(make_change(edits=edits))
    )
    shown = [text.count(f"After:\n│ We keep item{n} ") for n in range(12)]
    assert shown == [1] * card.MAX_QUOTED_EDITS + [0] * (12 - card.MAX_QUOTED_EDITS)
    assert f"{12 - card.MAX_QUOTED_EDITS} more in the redline" in text


@pytest.mark.parametrize(
    ("before", "after", "section_name", "start"),
    [
        ("30 days", "60 days", "2. Use:", "2. Use\nBefore:\n│ "),
        ("30 days", "60 days", "", "Before:\n│ "),
        (None, "60 days", "2. Use", "2. Use\nAdded text:\n│ "),
        ("30 days", None, "", "Removed text:\n│ "),
    ],
)
def test_a_quote_says_its_kind_once(
    before: str | None, after: str | None, section_name: str, start: str
) -> None:
    """The section stands above the wording, whose label says what became of it."""
    edit = make_edit(before, after, section=section_name)
    assert render_blocks((card.render_edit(edit, 100),)).plain.startswith(start)


@pytest.mark.parametrize("count", [6, 23, 50])
@pytest.mark.parametrize("is_repeat", [False, True])
def test_several_changes_fold(count: int, is_repeat: bool) -> None:  # noqa: FBT001
    """A folded post names every change once, gravest first, over as few messages as hold them."""
    severities = list(Severity)
    changes = [
        make_change(n, severity=severities[n % 3], summary=(LONG,)) for n in range(1, count + 1)
    ]
    messages = folded_post.render_folded_post(changes, is_repeat=is_repeat)
    for message in messages:
        assert_message(message)
    text = "\n".join(render_blocks(message.blocks).plain for message in messages)
    assert all(text.count(f"Policy · {each.record_id}") == 1 for each in changes)
    assert f"{count} policy changes" in messages[0].text


MAY = VersionDate(date(2025, 5, 3), is_stated=True)
ABOUT = make_document()
ANNOUNCED = TermDate(
    TermDateKind.EFFECTIVE, "New terms apply from 4 May 2026.", on=date(2026, 5, 4)
)
FOLLOWING = AnnouncedTerms(
    "https://pixelgarten.example/next",
    (
        "May now share data: “We share data”.",
        "Adds to “1. Data”: “We share data.”",
        "Removes from “2. Fees”: “Free.”",
    ),
)
NOTES = {
    "reviewed": (
        make_delivery(ChangeReviewed(ChangeId(321), "U5")),
        "Pixelgarten Privacy Policy (CW-C-000321): Acknowledged by @u5.",
    ),
    "corrected": (
        make_delivery(
            ProvisionCorrected(ChangeId(321), "data_sale", "may", "does_not", ("high", "low"))
        ),
        "Before: permits the practice, high severity. Now: rules out the practice, low severity.",
    ),
    "seen again": (
        make_delivery(TextSeenAgain(ABOUT.id, ChangeId(321), MAY)),
        "the text dated 3 May 2025 has reappeared",
    ),
    "reverted": (
        make_delivery(TextReverted(ABOUT.id, ChangeId(321), MAY, NOON.date())),
        "reverted. The text dated 3 May 2025 is the current version",
    ),
    "seen again without a change": (
        make_delivery(TextSeenAgain(ABOUT.id, None, replace(MAY, is_stated=False)), of=ABOUT),
        "Pixelgarten Privacy Policy: the text captured on 3 May 2025",
    ),
    "read": (
        make_delivery(FirstRead(ABOUT.id, "Privacy", date(2026, 3, 1), 4321), of=ABOUT),
        "monitoring started. “Privacy”, dated 1 March 2026, 4,321 words",
    ),
    "read with an announcement": (
        make_delivery(FirstRead(ABOUT.id, "Terms", None, 12, announced=(ANNOUNCED,)), of=ABOUT),
        "Announced: takes effect 4 May 2026. “New terms apply from 4 May 2026.”",
    ),
    "read with announced terms": (
        make_delivery(FirstRead(ABOUT.id, "Terms", None, 12, following=FOLLOWING), of=ABOUT),
        "What will change: May now share data: “We share data”. Removes from “2. Fees”: “Free.”",
    ),
    "read without a title": (
        make_delivery(FirstRead(ABOUT.id, "", None, 12), of=ABOUT),
        "monitoring started. untitled, 12 words",
    ),
    "not read": (
        make_delivery(FirstReadFailed(ABOUT.id, "error", "the host answered 404"), of=ABOUT),
        "couldn't be retrieved. The host answered 404. Open the page",
    ),
    "no browser": (
        make_delivery(
            FirstReadFailed(ABOUT.id, "script-shell", "it is empty.", (BrowserRemedy.INSTALL,)),
            of=ABOUT,
        ),
        "couldn't be retrieved. It is empty. It needs JavaScript",
    ),
    "ill": (
        make_delivery(
            BecameUnreadable(ABOUT.id, "captcha", "the page asks for a captcha", NOON), of=ABOUT
        ),
        "is unavailable. The page asks for a captcha. Changes to it",
    ),
    "paused": (
        make_delivery(ChannelPaused(ChannelId(1), "C1", "is_archived", NOON, is_direct=True)),
        "retried hourly. You're receiving this because",
    ),
}


@pytest.mark.parametrize(("told", "said"), NOTES.values(), ids=NOTES)
@pytest.mark.parametrize("is_repeat", [False, True])
def test_notes_and_health(told: Delivery, said: str, is_repeat: bool) -> None:  # noqa: FBT001
    """Each short post says one thing and stands alone."""
    for message in render_post((told,), is_repeat=is_repeat):
        assert_message(message)
        assert said in render_blocks(message.blocks).plain
        assert ("Possible duplicate" in message.text) is is_repeat


def test_documents_of_one_watch_are_lines_of_one_post() -> None:
    """First reads of fifty documents are lines, in messages that Slack takes."""
    told = tuple(
        make_delivery(
            FirstRead(DocumentId(n), f"Privacy {n}", None, 4321),
            number=n,
            of=make_document(n, f"Platform {n}"),
        )
        for n in range(1, 51)
    )
    messages = render_post(told)
    for message in messages:
        assert_message(message)
    text = "\n".join(message.text for message in messages)
    assert all(f"Platform {n} Privacy Policy: monitoring started." in text for n in range(1, 51))


def test_a_document_that_was_not_read_has_its_remedies() -> None:
    """Alone or among fifty lines: each has a row of buttons below its name."""
    remedies = (
        OtherPage("privacy policy", "https://pixelgarten.example/legal/privacy"),
        OtherPage("cookie policy", "https://pixelgarten.example/legal/cookies?" + "x" * 900),
    )
    told = tuple(
        make_delivery(
            FirstReadFailed(
                DocumentId(n),
                "gone",
                "the page no longer exists (404); use its new URL",
                remedies if n % 2 else (BrowserRemedy.RENDER,),
            ),
            number=n,
            of=make_document(n, f"Platform {n}"),
        )
        for n in range(1, 51)
    )
    messages = [*render_post(told), *render_post(told[:1])]
    for message in messages:
        assert_message(message)
    rows = [b for m in messages for b in m.blocks if b["type"] == "actions"]
    assert [row["block_id"] for row in rows] == [f"health:{n}" for n in [*range(1, 51), 1]]
    labels = [[element["text"]["text"] for element in row["elements"]] for row in rows[:2]]
    assert labels[0][0].startswith("Watch ")
    assert labels[1][0] == "Use browser mode"
    assert "Possible replacements" in messages[0].text


def test_the_smallest_form_is_small() -> None:
    """Where Slack refuses the blocks, the headline and one row of buttons remain."""
    assert len(render_smallest_post((make_delivery(of=make_change(edits=MANY)),)).blocks) == 2
    several = tuple(make_delivery(number=n, of=make_change(n)) for n in range(1, 9))
    assert render_smallest_post(several).blocks == ()
    assert "8 policy changes" in render_smallest_post(several).text


ANSWERS: dict[str, Message] = {
    "sentence": render_sentence("Which platform?"),
    "fault": render_failure("0badcafe"),
    "no database": render_database_outage("0badcafe"),
    "empty": render_empty_list("Nothing is on the watchlist yet."),
    "unknown": render_problems(
        [describe_unknown_platform("Pixelgartn", CHOICES[:5], "watch {}", "/policy")]
    ),
    "ambiguous": render_problems(
        [describe_ambiguous_platform("Platform", CHOICES, "watch {} min:high")]
    ),
    "long template": render_problems(
        [describe_ambiguous_platform("Platform", CHOICES, "watch {} " + "x" * 300)]
    ),
    "forty unknown": render_problems(
        [
            describe_unknown_platform(f"Vendor {n} & Sons", CHOICES[:3], "watch {}", "/policy")
            for n in range(40)
        ],
        "40 of 40 weren't added:",
    ),
    "said without choice": render_problems([Problem("No one here watches it.")]),
    "list": render_watchlist(WATCHED, 0),
    "list, third page": render_watchlist(WATCHED, 2),
    "list all": render_watchlist(WATCHED, 1, "list all", is_all=True),
    "list, paused": render_watchlist(WATCHED[:2], 0, paused="not_in_channel"),
    "list, refused": render_watchlist(WATCHED[:2], 0, refused=REFUSED_CARDS),
    "list, empty": render_watchlist((), 0),
    "changes": lists.render_changes(
        [make_change(n, summary=(LONG,) * 3, review=make_review()) for n in range(40)],
        "on this channel's watchlist",
        AnswerPage(1, "changes"),
    ),
    "no changes": lists.render_changes((), "of Pixelgarten", AnswerPage(0, "changes")),
    "show": show.render_platform(
        show.PlatformView(
            "pixelgarten",
            "Pixelgarten",
            tuple(make_status(make_document(n), ill=n == 2, read=n != 3) for n in range(1, 25)),
            (make_change(), make_change(322)),
            is_watched_here=False,
        ),
        AnswerPage(0, "show pixelgarten"),
    ),
    "show a document": show.render_document(make_status(), ()),
    "show the catalogue's": show.render_catalogue_platform(PIXELGARTEN),
    "help of a verb": help_message.render_verb(
        help_message.VerbHelp("watch", "watch <platform>", "On.", "More.", ("add",), ("watch a",)),
        "/policy",
    ),
    "watched": watch_answers.render_watch(
        [
            WatchResult(added, n % 4 != 0, added.documents)
            for n in range(40)
            for added in (make_watch(f"Platform {n}", n),)
        ],
        "U1",
        '["a"]',
    ),
    "unwatched": watch_answers.render_unwatch(
        [f"Platform number {n}" for n in range(40)], "U1", "[]"
    ),
    "undone": watch_answers.render_undo("*Pixelgarten*: off again.", "U1"),
    "invite": watch_answers.render_invite("Watchlist updated.", "UBOT"),
    "invite, bot unknown": watch_answers.render_invite("The mute is set.", None),
    "kept": watch_answers.render_post_failure("The mute is set.", "restricted_action"),
    "tried": watch_answers.render_channel_test("U1"),
}


@pytest.mark.parametrize("message", ANSWERS.values(), ids=ANSWERS)
def test_answers(message: Message) -> None:
    """Every answer is one that Slack takes, shared or not, and safe as a notification."""
    assert_safe(message.text)
    for each in (message, add_share_button(message, "list")):
        blocks = list(each.blocks)
        assert len(blocks) <= 50
        assert_view({"type": "home", "blocks": blocks})


def test_a_list_names_each_platform_on_one_of_its_pages() -> None:
    """Paging loses nothing and repeats nothing."""
    pages = [render_watchlist(WATCHED, n) for n in range(4)]
    lines = [line for page in pages for line in render_blocks(page.blocks).plain.splitlines()]
    assert all(lines.count(f"Platform {n}") == 1 for n in range(1, 41))


VIEWS: dict[str, View] = {
    "add": modals.render_add_platform("/policy"),
    "add, filled in": modals.render_add_platform(
        "/policy", "C1", "https://a.example/" + "x" * 3_000
    ),
    "redline skeleton": redline.render_skeleton(321),
    "redline failed": redline.render_failure(321, "Gone."),
    "home": render_home(
        WATCHED, (make_change(), make_change(322, review=make_review())), "/policy"
    ),
    "home, last page": render_home(WATCHED, (), "/policy", 99),
    "home, empty": render_home((), (), "/policy"),
    "home, paused": render_home(
        (lists.WatchStatus(make_watch(paused="is_archived"), (make_status(),)),), (), "/policy"
    ),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_views(view: View) -> None:
    """Every view is one that Slack takes."""
    assert_view(view)


@pytest.mark.parametrize("found", CARDS.values(), ids=CARDS)
def test_every_page_of_a_redline_is_a_view(found: card.Change) -> None:
    """Pages hold what Slack takes, and a page past the end is the last one."""
    count = len(redline.render_pages(found))
    for number in range(count):
        assert_view(redline.render_page(found, redline.RedlinePlace(321, number)))
    assert redline.render_page(found, redline.RedlinePlace(321, count + 5)) == redline.render_page(
        found, redline.RedlinePlace(321, count - 1)
    )


def test_a_redline_shows_every_word_of_every_edit() -> None:
    """Nothing of an edit is lost between its blocks and pages."""
    edits = tuple(
        make_edit(f"alpha{n} " * 700 + "30 days", f"alpha{n} " * 700 + "90 days") for n in range(30)
    )
    found = make_change(edits=edits)
    words = "".join(
        run["text"]
        for page in redline.render_pages(found)
        for block in page
        if block["type"] == "rich_text"
        for quote in block["elements"]
        for run in quote["elements"]
    )
    assert len(redline.render_pages(found)) > 1
    assert [words.count(f"alpha{n} ") for n in range(30)] == [700] * 30
    assert words.count("30") == words.count("90") == 30


def test_a_redline_says_in_words_what_its_styles_show() -> None:
    """A screen reader reads neither strikethrough nor bold, and the reason is no tautology."""
    edit = make_edit("We keep it 30 days.", "We keep it 12 months.", reason="a number changed")
    view = redline.render_page(make_change(edits=(edit,)), redline.RedlinePlace(321))
    text = render_blocks(view["blocks"]).plain
    assert "Removed: “30 days”. Added: “12 months”." in text
    assert "a number changed" not in text


def test_a_redline_can_follow_the_document() -> None:
    """The button reverses the order of two edits, and the place survives a page and a review."""
    edits = (
        replace(make_edit("We keep it.", "We sell it."), place=1),
        replace(make_edit("We read it.", "We scan it."), place=0),
    )
    place = redline.parse_place(str(redline.RedlinePlace(321, 0, is_in_document_order=True)))
    view = redline.render_page(make_change(edits=edits), place)
    text = render_blocks(view["blocks"]).plain
    assert text.index("scan") < text.index("sell")
    assert "[ Sort by severity ]" in text
    assert view["private_metadata"] == "321:0d"


def test_catalogue_options_fit_a_select() -> None:
    """At most a hundred options, each with text and value that Slack takes."""
    many = [
        Platform(f"key-{n}" * (60 if n == 3 else 1), f"Name {n} " * 20, (), (f"{n}.example",))
        for n in range(150)
    ]
    options = modals.list_platform_options(many)
    assert len(options) <= 100
    assert all(len(o["text"]["text"]) <= 75 and len(o["value"]) <= 150 for o in options)
    assert_view(
        {
            "type": "home",
            "blocks": [
                {
                    "type": "actions",
                    "elements": [{"type": "static_select", "action_id": "x", "options": options}],
                }
            ],
        }
    )


def test_a_document_that_states_no_date_says_so() -> None:
    """A missing date is said, not guessed."""
    found = make_change()
    bare = replace(found.comparison, stated_before=None, stated_after=None, effective=None)
    text = render_blocks(card.render_card(replace(found, comparison=bare)).blocks).plain
    assert "no date stated" in text
    assert "Applies from" not in text
    dated = replace(bare, stated_after=date(2026, 3, 1))
    assert "dated 1 March 2026" in format_stated_date(dated)
    assert make_version(1).captured_at == NOON
