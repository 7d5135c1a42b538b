"""Samples of answers to one person: help, lists, records, questions and refusals."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.slack.listeners import command_line, option_values, watched_urls
from bot.slack.listeners.commands.verbs import ALLOWED_OPTIONS, GROUPS, VERBS
from bot.slack.messages import answers, lists, show, watch_answers
from bot.slack.messages import help as help_message
from bot.slack.messages.blocks import Message, section
from clausewatch.fetch import UrlGuard
from clausewatch.model.documents import CataloguedDocument, Platform
from clausewatch.model.watches import WatchStatus
from tests.samples import examples
from tests.samples.examples import ADA, FEES, NOW, TRAINING, VENDORS
from tests.samples.listing import render_watchlist
from tests.samples.policies import FERNWEH, HARBORPAY, LUMENARY, NOTEWELL
from tests.samples.posts import make_changes
from tests.samples.sample import Sample, make_answers

COMMAND = "/policy"
DONE = "Watchlist updated."
FAILURE = "the page shows a CAPTCHA instead of the document"
FIRST_PAGE = lists.AnswerPage(0, "list")
BRILLO = Platform(
    "brillo",
    "Brillo",
    (
        CataloguedDocument("Privacy Policy", ("https://brillo.example/privacy",)),
        CataloguedDocument("Terms of Service", ("https://brillo.example/terms",)),
    ),
    ("brillo.example",),
)
SIMILAR = (
    answers.Choice("Lumenary", "=lumenary"),
    answers.Choice("Luminary Health", "=luminary-health"),
)


def list_replies() -> Iterator[Sample]:
    """Yield the answers of the bot."""
    yield from _list_help()
    yield from _list_lists()
    yield from _list_records()
    yield from _list_questions()
    yield from _list_refusals()


def _list_help() -> Iterator[Sample]:
    lines = [verb.help for verb in VERBS]
    yield from make_answers(
        help=help_message.render_overview([group.help for group in GROUPS], COMMAND),
        help_of_every_verb=[help_message.render_verb(line, COMMAND) for line in lines],
    )


def make_watchlist() -> tuple[WatchStatus, ...]:
    """Return a watchlist: readable, unreadable, before its first check, and in a paused channel."""
    return (
        examples.make_watched(LUMENARY, 480),
        examples.make_watched(HARBORPAY, 481, failure=FAILURE),
        examples.make_watched(NOTEWELL, 482, is_read=False),
        examples.make_watched(FERNWEH, 483, VENDORS),
    )


def make_vendors(count: int) -> tuple[WatchStatus, ...]:
    """Return a long watchlist."""
    return tuple(
        examples.make_watched(examples.make_vendor(n), n, failure=FAILURE * (n == 7))
        for n in range(1, count + 1)
    )


def _list_lists() -> Iterator[Sample]:
    changes = (examples.add_review(TRAINING, ADA), FEES)
    yield from make_answers(
        list=answers.add_share_button(render_watchlist(make_watchlist()[:3]), "list"),
        list_all=render_watchlist(make_watchlist(), is_all=True),
        list_paged=render_watchlist(make_vendors(30), 1),
        list_paused=render_watchlist(make_watchlist()[:1], paused="is_archived"),
        list_refused=render_watchlist(make_watchlist()[:1], refused=examples.REFUSED_CARDS),
        list_empty=render_watchlist(()),
        unwatch_all=watch_answers.render_unwatch_all(["Lumenary", "Notewell & Sons", "Brillo"]),
        changes=lists.render_changes(changes, "on this channel's watchlist", FIRST_PAGE),
        changes_paged=lists.render_changes(
            make_changes(24), "in this workspace", lists.AnswerPage(1, "changes all")
        ),
        changes_none=lists.render_changes((), "for Lumenary since 31 January 2026", FIRST_PAGE),
        changes_cut=Message("Cut", (section("Cut"), lists.render_limit_note(100))),
    )


def _list_records() -> Iterator[Sample]:
    statuses = (
        examples.make_status(LUMENARY, 480),
        examples.make_status(replace(HARBORPAY, platform="Lumenary"), 484, failure=FAILURE),
    )
    watched = show.PlatformView("lumenary", "Lumenary", statuses, (TRAINING,), is_watched_here=True)
    elsewhere = show.PlatformView("lumenary", "Lumenary", statuses[:1], (), is_watched_here=False)
    yield from make_answers(
        show=show.render_platform(watched, FIRST_PAGE),
        show_elsewhere=show.render_platform(elsewhere, FIRST_PAGE),
        show_document=show.render_document(statuses[0], (TRAINING,)),
        show_catalogued=show.render_catalogue_platform(BRILLO),
    )


def _list_questions() -> Iterator[Sample]:
    unknown = answers.describe_unknown_platform("Lumenery", SIMILAR, "watch {}", COMMAND)
    ambiguous = answers.describe_ambiguous_platform("Lum", SIMILAR, "watch {} min:high")
    forty = [
        answers.describe_unknown_platform(f"Vender {n:02}", SIMILAR[:1], "watch {}", COMMAND)
        for n in range(1, 41)
    ]
    yield from make_answers(
        unknown=answers.render_problems([unknown]),
        ambiguous=answers.render_problems([ambiguous]),
        several_questions=answers.render_problems([unknown, ambiguous], "2 of 3 weren't added:"),
        forty_questions=answers.render_problems(forty, "40 of 40 weren't added:"),
        fault=answers.render_failure("0badcafe"),
        no_database=answers.render_database_outage("0badcafe"),
        in_a_channel=answers.render_channel_required(COMMAND),
        invite=watch_answers.render_invite(DONE, "UBOT"),
        invite_by_name=watch_answers.render_invite(DONE, None),
        kept_quietly=watch_answers.render_post_failure(DONE, "restricted_action"),
    )


REFUSED: tuple[Callable[[], object], ...] = (
    lambda: command_line.parse_line("watch Lumenary colour:red", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("list min:high", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch Lumenary min:high min:low", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch Lumenary min:", ALLOWED_OPTIONS),
    lambda: command_line.parse_line("watch " + "x" * 10_000, ALLOWED_OPTIONS),
    lambda: command_line.split_names(", ".join(f"vendor {n}" for n in range(120))),
    lambda: option_values.parse_choice("urgent", "min", ("low", "medium", "high")),
    lambda: option_values.parse_span("soon", "since"),
    lambda: option_values.parse_since("whenever", NOW),
    lambda: command_line.read_single_name(
        command_line.parse_line("show", ALLOWED_OPTIONS), "/policy show midjourney"
    ),
    lambda: command_line.read_single_name(
        command_line.parse_line("show a, b", ALLOWED_OPTIONS), "/policy show midjourney"
    ),
)
"""All refusals of a line before any lookup."""
REFUSED_URLS = ("file:///etc/passwd", "https://10.0.0.1/privacy", "ftp://a.example/terms")


def catch_refusal(parse: Callable[[], object]) -> str:
    """Return the sentence of a refusal."""
    try:
        parse()
    except command_line.ArgumentError as error:
        return str(error)
    raise AssertionError("nothing was refused")


def _list_refusals() -> Iterator[Sample]:
    problems = [watched_urls.find_url_problem(url, UrlGuard()) for url in REFUSED_URLS]
    yield from make_answers(
        refusals=[answers.render_sentence(catch_refusal(parse)) for parse in REFUSED],
        refused_addresses=[answers.render_sentence(problem) for problem in problems if problem],
    )
