"""What one person alone reads: help, lists, records, questions back, refusals."""

from collections.abc import Callable, Iterator

from bot.slack.listeners import command_line, watch_targets
from bot.slack.listeners.commands.help import group_verbs
from bot.slack.listeners.commands.verbs import ALLOWED_OPTIONS, VERBS
from bot.slack.messages import answers as said
from bot.slack.messages import help as help_message
from bot.slack.messages import lists, show, watch_answers
from bot.slack.messages.blocks import Message, section
from clausewatch.model.documents import CataloguedDocument, Platform
from tests.samples import examples
from tests.samples.examples import ADA, FEES, NOW, TRAINING, VENDORS
from tests.samples.listing import render_watchlist
from tests.samples.policies import FERNWEH, HARBORPAY, LUMENARY, NOTEWELL
from tests.samples.posts import many
from tests.samples.sample import Sample, answers

COMMAND = "/policy"
LISTED = "The watchlist is changed."
ILL = "the page asks for a captcha"
FIRST = lists.AnswerPage(0, "list")
BRILLO = Platform(
    "brillo",
    "Brillo",
    (
        CataloguedDocument("Privacy Policy", ("https://brillo.example/privacy",)),
        CataloguedDocument("Terms of Service", ("https://brillo.example/terms",)),
    ),
    ("brillo.example",),
)
NEAR = (said.Choice("Lumenary", "=lumenary"), said.Choice("Luminary Health", "=luminary-health"))


def replies() -> Iterator[Sample]:
    """Yield every answer of the bot."""
    yield from _helps()
    yield from _lists()
    yield from _records()
    yield from _questions()
    yield from _refusals()


def _helps() -> Iterator[Sample]:
    lines = [verb.help_line for verb in VERBS]
    yield from answers(
        help=help_message.render_overview(group_verbs(VERBS), COMMAND),
        help_of_every_verb=[help_message.render_verb(line, COMMAND) for line in lines],
    )


def watched() -> tuple[lists.Watched, ...]:
    """Return a watchlist: healthy, ill, waiting for its first look, and paused."""
    return (
        lists.Watched(examples.watch(LUMENARY, 480), (examples.status(LUMENARY, 480),)),
        lists.Watched(examples.watch(HARBORPAY, 481), (examples.status(HARBORPAY, 481, ill=ILL),)),
        lists.Watched(
            examples.watch(NOTEWELL, 482), (examples.status(NOTEWELL, 482, is_read=False),)
        ),
        lists.Watched(examples.watch(FERNWEH, 483, VENDORS), (examples.status(FERNWEH, 483),)),
    )


def vendors(count: int) -> tuple[lists.Watched, ...]:
    """Return a long watchlist."""
    return tuple(
        lists.Watched(
            examples.watch(examples.vendor(n), n),
            (examples.status(examples.vendor(n), n, ill=ILL * (n == 7)),),
        )
        for n in range(1, count + 1)
    )


def _lists() -> Iterator[Sample]:
    changes = (examples.reviewed(TRAINING, ADA), FEES)
    yield from answers(
        list=said.add_share_button(render_watchlist(watched()[:3]), "list"),
        list_all=render_watchlist(watched(), is_all=True),
        list_paged=render_watchlist(vendors(30), 1),
        list_paused=render_watchlist(watched()[:1], paused="is_archived"),
        list_empty=render_watchlist(()),
        changes=lists.render_changes(changes, "on this channel's watchlist", FIRST),
        changes_paged=lists.render_changes(
            many(24), "in this workspace", lists.AnswerPage(1, "changes all")
        ),
        changes_none=lists.render_changes((), "of Lumenary since 31 January 2026", FIRST),
        changes_cut=Message("Cut", (section("Cut"), lists.render_limit_note(100))),
    )


def _records() -> Iterator[Sample]:
    statuses = (examples.status(LUMENARY, 480), examples.status(HARBORPAY, 484, ill=ILL))
    shown = show.PlatformView("lumenary", "Lumenary", statuses, (TRAINING,), is_watched_here=True)
    elsewhere = show.PlatformView("lumenary", "Lumenary", statuses[:1], (), is_watched_here=False)
    yield from answers(
        show=show.render_platform(shown, FIRST),
        show_elsewhere=show.render_platform(elsewhere, FIRST),
        show_document=show.render_document(statuses[0], (TRAINING,)),
        show_catalogued=show.render_catalogue_platform(BRILLO),
    )


def _questions() -> Iterator[Sample]:
    unknown = said.describe_unknown_platform("Lumenery", NEAR, "watch {}", COMMAND)
    ambiguous = said.describe_ambiguous_platform("Lum", NEAR, "watch {} min:high")
    forty = [
        said.describe_unknown_platform(f"Vender {n:02}", NEAR[:1], "watch {}", COMMAND)
        for n in range(1, 41)
    ]
    yield from answers(
        unknown=said.render_problems([unknown]),
        ambiguous=said.render_problems([ambiguous]),
        several_questions=said.render_problems([unknown, ambiguous], "2 of 3 could not be added:"),
        forty_questions=said.render_problems(forty, "40 of 40 could not be added:"),
        fault=said.render_failure("0badcafe"),
        no_database=said.render_database_outage("0badcafe"),
        in_a_channel=said.render_channel_required(COMMAND),
        invite=watch_answers.render_invite(LISTED, "UBOT"),
        invite_by_name=watch_answers.render_invite(LISTED, None),
        kept_quietly=watch_answers.render_post_failure(LISTED, "restricted_action"),
    )


REFUSED: tuple[Callable[[], object], ...] = (
    lambda: command_line.parse_line("watch Lumenary colour:red", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("list min:high", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch Lumenary min:high min:low", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch Lumenary min:", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch " + "x" * 10_000, ALLOWED_OPTIONS),
    lambda: command_line.split_names(", ".join(f"vendor {n}" for n in range(120))),
    lambda: command_line.parse_choice("urgent", "min", ("low", "medium", "high")),
    lambda: command_line.parse_span("soon", "since"),
    lambda: command_line.parse_since("yesterday", NOW),
    lambda: command_line.read_single_name(
        command_line.parse_line("show", ALLOWED_OPTIONS), "/policy show midjourney"
    ),
    lambda: command_line.read_single_name(
        command_line.parse_line("show a, b", ALLOWED_OPTIONS), "/policy show midjourney"
    ),
)
"""Every way in which a line can be refused before anything is looked up."""
BAD_ADDRESSES = ("file:///etc/passwd", "https://10.0.0.1/privacy", "ftp://a.example/terms")


def sentence(refused: Callable[[], object]) -> str:
    """Return the sentence with which something is refused."""
    try:
        refused()
    except command_line.ArgumentError as fault:
        return str(fault)
    raise AssertionError("nothing was refused")


def _refusals() -> Iterator[Sample]:
    addresses = [
        watch_targets.find_url_problem(each, is_private_allowed=False) for each in BAD_ADDRESSES
    ]
    yield from answers(
        refusals=[said.render_sentence(sentence(each)) for each in REFUSED],
        refused_addresses=[said.render_sentence(each) for each in addresses if each],
    )
