"""The parser of command lines: what people type, and what the verbs get."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.listeners.command_line import (
    MAX_LENGTH,
    ArgumentError,
    format_line,
    normalise,
    parse_line,
    read_page,
    read_single_name,
    split_names,
)
from bot.slack.listeners.option_values import parse_choice, parse_since, parse_span
from tests.bot.block_rules import assert_safe

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ALLOWED = {
    "watch": ("docs", "min", "deliver"),
    "changes": ("since", "page"),
    "help": ("page",),
    "unwatch": (),
    "feedback": None,
}
FORTY = tuple(f"Vendor {n:02}" for n in range(40))


@pytest.mark.parametrize(
    ("text", "names", "options"),
    [
        ("watch midjourney", ("midjourney",), {}),
        ("WATCH Midjourney", ("Midjourney",), {}),
        ("watch\nFigma\nNotion", ("Figma", "Notion"), {}),
        ("watch Figma, Notion; Slack", ("Figma", "Notion", "Slack"), {}),
        ("watch “Leonardo AI”, figma", ("Leonardo AI", "figma"), {}),
        ("watch « Leonardo AI »", ("Leonardo AI",), {}),
        ("watch - Figma\n• Notion\n3. Slack\n(4) Zoom", ("Figma", "Notion", "Slack", "Zoom"), {}),
        ("watch Acme, Inc., Umbrella GmbH", ("Acme", "Umbrella GmbH"), {}),
        ("watch figma, figma", ("figma",), {}),
        ("watch Levi's, Yahoo!", ("Levi's", "Yahoo!"), {}),
        ("watch docs:privacy figma min:high", ("figma",), {"docs": "privacy", "min": "high"}),
        ("watch figma docs:privacy, terms", ("figma",), {"docs": "privacy,terms"}),
        (
            'watch figma docs:"privacy policy",terms',
            ("figma",),
            {"docs": "privacy policy,terms"},
        ),
        ("watch min\uff1ahigh figma", ("figma",), {"min": "high"}),
        ('watch "Re: amaze" min:low', ("Re: amaze",), {"min": "low"}),
        ("watch <https://a.example/p?x=1&amp;y=2|a.example>", ("https://a.example/p?x=1&y=2",), {}),
        ("watch https://a.example/Terms:Use?a=b:c,d", ("https://a.example/Terms:Use?a=b:c,d",), {}),
        ("watch figma,https://a.example/p.", ("figma", "https://a.example/p"), {}),
        ("watch AT&amp;T", ("AT&T",), {}),
        ("watch a.example/terms, figma", ("https://a.example/terms", "figma"), {}),
        ("watch a.example, 24/7 help", ("a.example", "24/7 help"), {}),
        ("watch <#C012|legal> <@U34|bob>", ("#C012 @bob",), {}),
        ("watch file:///etc/passwd", ("file:///etc/passwd",), {}),
        ("watch " + "\n".join(FORTY), FORTY, {}),
        ("watch " + ", ".join(FORTY) + " deliver:weekly", FORTY, {"deliver": "weekly"}),
        ("min:high watch figma", ("figma",), {"min": "high"}),
        (
            'deliver:weekly min:"low" watch figma, notion',
            ("figma", "notion"),
            {"min": "low", "deliver": "weekly"},
        ),
        (
            "watch figma min: high deliver: weekly",
            ("figma",),
            {"min": "high", "deliver": "weekly"},
        ),
        ("feedback the fee: it is missing", ("the fee: it is missing",), {}),
        ("watch watch figma", ("figma",), {}),
        ("watch figma docs: privacy, terms", ("figma",), {"docs": "privacy,terms"}),
        ("", (), {}),
        ("unheard of:things", ("of:things",), {}),
    ],
)
def test_lines(text: str, names: tuple[str, ...], options: dict[str, str]) -> None:
    """Names and options are found in any order and in Slack's own notation."""
    line = parse_line(text, ALLOWED)
    assert line.names == names
    assert line.options == options


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("watch figma foo:bar", "There's no `foo:` option"),
        ("unwatch figma min:low", "`unwatch` has no options"),
        ("help page:1 x:y", "`help` has no options"),
        ("watch figma min:low min:high", "You entered `min:` twice"),
        ("watch figma docs:", "Enter a value right after `docs:`"),
        ("watch " + "x" * 10_000, "That's 10,006 characters"),
    ],
)
def test_what_cannot_be_understood_gets_one_sentence(text: str, said: str) -> None:
    """The sentence names the fault and is safe to show."""
    with pytest.raises(ArgumentError) as caught:
        parse_line(text, ALLOWED)
    assert said in str(caught.value)
    assert_safe(str(caught.value))


def test_too_many_names_are_refused() -> None:
    """A list past the limit is refused whole, with its length."""
    with pytest.raises(ArgumentError, match="That's 150 names"):
        _ = split_names(", ".join(f"v{n}" for n in range(150)))


@pytest.mark.parametrize(("text", "verb"), [("", "help"), ("  ", "help"), ('"watch" a', "watch")])
def test_the_verb(text: str, verb: str) -> None:
    """An empty line means help; a button may send a quoted verb."""
    assert parse_line(text, ALLOWED).verb == verb


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_line_or_one_sentence(text: str) -> None:
    """No input makes the parser fail in another way, and its sentences are safe."""
    try:
        line = parse_line("watch " + text, ALLOWED)
        names = line.names
    except ArgumentError as fault:
        assert_safe(str(fault))
    else:
        assert all(name.strip() for name in names)
        assert len(names) == len(set(names))


@given(st.lists(st.from_regex(r"[A-Za-z][A-Za-z .&]{0,20}[A-Za-z]", fullmatch=True), max_size=9))
def test_a_rebuilt_line_says_the_same(names: list[str]) -> None:
    """A button's command line means the same as the typed one."""
    options = {"docs": "privacy policy,terms", "min": "high"}
    line = parse_line(format_line("watch", names, options), ALLOWED)
    assert line.names == tuple(dict.fromkeys(" ".join(name.split()) for name in names))
    assert line.options == options


@pytest.mark.parametrize(
    ("value", "days"),
    [("30d", 30), ("2w", 14), ("3m", 90), ("1y", 365), ("12h", 0.5), ("7 days", 7)],
)
def test_spans(value: str, days: float) -> None:
    """Spans as people write them."""
    assert parse_span(value, "since") == timedelta(days=days)


@pytest.mark.parametrize("value", ["soon", "0d", "-3d", "9999y", "", "30", "d"])
def test_spans_that_are_none(value: str) -> None:
    """Anything else gets one sentence."""
    with pytest.raises(ArgumentError, match="isn't a period"):
        parse_span(value, "since")


def test_since_takes_dates_too() -> None:
    """A date means its midnight in UTC."""
    assert parse_since("2026-02-01", NOW) == datetime(2026, 2, 1, tzinfo=UTC)
    assert parse_since("7d", NOW) == NOW - timedelta(days=7)


def test_choices() -> None:
    """A choice may have any case; a wrong one gets the list of choices."""
    assert parse_choice("HIGH", "min", ["low", "high"]) == "high"
    with pytest.raises(ArgumentError, match="takes `low` or `high`, not “none”"):
        parse_choice("none", "min", ["low", "high"])


def test_single_names() -> None:
    """A verb for one name refuses none and several."""
    assert read_single_name(parse_line("watch “Leonardo AI”", ALLOWED), "x") == "Leonardo AI"
    with pytest.raises(ArgumentError, match="Which one"):
        read_single_name(parse_line("watch", ALLOWED), "x")
    with pytest.raises(ArgumentError, match="one name at a time; you entered 2"):
        read_single_name(parse_line("watch a, b", ALLOWED), "x")


@pytest.mark.parametrize(("options", "number"), [({}, 0), ({"page": "3"}, 2), ({"page": "x"}, 0)])
def test_pages(options: dict[str, str], number: int) -> None:
    """People count pages from one, the code from nought."""
    assert read_page(options) == number


def test_the_longest_line_is_taken() -> None:
    """A line of exactly the limit is parsed."""
    assert len(parse_line("watch " + "x" * (MAX_LENGTH - 6), ALLOWED).names) == 1
    assert normalise("a\u00a0 b") == "a b"
