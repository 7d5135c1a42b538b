"""The policies of a site as choices: nothing is watched before someone chooses."""

from bot.slack.listeners.command_line import parse_line
from bot.slack.listeners.discovered_policies import offer_policies
from bot.slack.listeners.watch_options import OPTIONS, WatchOptions
from bot.slack.messages.answers import MAX_BUTTONS, render_problems
from clausewatch.catalogue.discovery import PolicyLink
from clausewatch.catalogue.document_kinds import KINDS_BY_KEY
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.errors import Refused
from tests.bot.block_rules import assert_blocks

HOME = "https://harbour.example/"


def make_link(key: str, path: str, score: int = 80) -> PolicyLink:
    """A link of an invented site."""
    kind = KINDS_BY_KEY[key]
    return PolicyLink(HOME + path, kind, kind.name, score, is_hub=key == "legal")


MANY = SiteSearch(
    (
        make_link("privacy", "p"), make_link("privacy", "p2", 40), make_link("terms", "t"),
        make_link("cookies", "c"), make_link("dpa", "d"), make_link("aup", "a"),
        make_link("legal", "legal"),
    )
)  # fmt: skip


def test_the_best_of_each_kind_is_offered() -> None:
    """First privacy policy and terms together, then each alone; a button watches just these."""
    problem = offer_policies(MANY, HOME, WatchOptions(typed=(("min", "high"),)))
    assert len(problem.choices) == MAX_BUTTONS
    assert [choice.name for choice in problem.choices[1:]] == [HOME + at for at in "ptcd"]
    lines = [parse_line(choice.line, {"watch": OPTIONS}) for choice in problem.choices[:2]]
    assert [line.names for line in lines] == [(HOME + "p", HOME + "t"), (HOME + "p",)]
    assert [line.options for line in lines] == [
        {"docs": docs, "min": "high", "name": "harbour.example"}
        for docs in ("privacy policy, terms of service", "privacy policy")
    ]
    assert_blocks(render_problems([problem]).blocks)


def test_the_kinds_asked_for_come_first() -> None:
    """A cookie policy that was asked for comes before the default kinds."""
    problem = offer_policies(MANY, HOME, WatchOptions(kinds=("cookie policy",)))
    assert problem.choices[0].name == HOME + "c"


def test_a_hub_is_called_one() -> None:
    """A list of policies is named as a list."""
    assert (
        "a list of policies"
        in offer_policies(SiteSearch((make_link("legal", "legal"),)), HOME, WatchOptions()).sentence
    )


def test_nothing_found_is_one_sentence() -> None:
    """With what to do, and with the host's reason if it gave one."""
    assert "Paste the URL" in offer_policies(SiteSearch(()), HOME, WatchOptions()).sentence
    fault = Refused(url=HOME, reason="the host refuses automated readers (403)", transient=False)
    problem = offer_policies(SiteSearch((), fault), HOME, WatchOptions())
    assert "403" in problem.sentence
    assert problem.choices == ()
