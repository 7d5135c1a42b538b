"""Of a robots.txt the part that speaks to us is kept: the same rules, and a bounded number."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from protego import Protego

from clausewatch.fetch import Robots
from clausewatch.fetch.robots_groups import MOST_LINES, MOST_RULES, rules_for

NAME = "Clausewatch"
URLS = [f"https://a.example{path}" for path in ("/", "/a", "/a/b", "/b", "/b?x=1", "/c.html")]
LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: Clausewatch",
        "user-agent:clausewatch",
        "USER AGENT clause*watch",
        "User-agent: claus",
        "User-agent: otherbot",
        "User-agent:",
        "User-agents: *",
        "Disallow: /",
        "Disallow: /a",
        "disallow /b",
        "Disalow: /c",
        "Allow: /a/b",
        "Allow: /*.html$",
        "Disallow: /b?x",
        "Disallow:",
        "Crawl-delay: 5",
        "crawl-delay: 7 # seconds",
        "Sitemap: https://a.example/s.xml",
        "Sitemap https://a.example/s.xml",
        "Host: a.example",
        "Noindex: /",
        "nothing at all",
        "# a comment",
        "",
    ]
)


@given(st.lists(LINES, max_size=14))
@example(["User-agent: *", "Crawl-delay: 5", "crawl-delay: 7 # seconds", "Crawl-delay: 5"])
@example(["User-agent: *", "Sitemap: https://a.example/s.xml", "User-agent: x", "Disallow: /"])
@example(["User-agent: Clausewatch", "User-agent: *", "Disallow: /a", "User-agent: *", "Allow: /"])
def test_what_is_kept_says_the_same(lines: list[str]) -> None:
    """For every address, and for the delay."""
    text = "\r\n".join(lines)
    whole, kept = Protego.parse(text), Protego.parse(rules_for(text, NAME))
    assert [kept.can_fetch(url, NAME) for url in URLS] == [
        whole.can_fetch(url, NAME) for url in URLS
    ]
    assert kept.crawl_delay(NAME) == whole.crawl_delay(NAME)


ALL = "User-agent: *\n"
SIZE = 500_000
HUGE = {
    "blank lines": ("\n" * SIZE, 0),
    "comments": ("#\n" * (SIZE // 2), 0),
    "groups of others": ("User-agent: b\nDisallow: /\n" * (SIZE // 26), 0),
    "names of others": ("User-agent: b\n" * (SIZE // 14) + "Disallow: /", 0),
    "groups of all": ("User-agent: *\nDisallow: /x\n" * (SIZE // 27), 2),
    "one rule, again and again": (ALL + "Disallow: /x\n" * (SIZE // 13), 2),
    "rules": (ALL + "".join(f"Disallow: /{n}\n" for n in range(25_000)), MOST_RULES + 1),
    "wildcards": (ALL + "".join(f"Disallow: /*{n}*a*\n" for n in range(20_000)), MOST_RULES + 1),
}


@pytest.mark.parametrize("name", HUGE)
def test_of_a_huge_file_few_lines_are_kept(name: str, now: datetime) -> None:
    """However it is filled: what is parsed is one group of bounded length."""
    text, lines = HUGE[name]
    kept = rules_for(text, NAME)
    assert len(kept.splitlines()) == lines
    assert kept.count("User-agent") == bool(lines)
    Robots(kept, now).allows(f"https://a.example/{'abc' * 1000}", NAME)


def test_rules_past_the_last_line_do_not_count() -> None:
    """Blank lines and comments do not use lines up."""
    text = ALL + "#\n\n" * MOST_LINES + "Disallow: /a\n"
    assert rules_for(text, NAME) == "User-agent: *\nDisallow: /a"
    assert rules_for("Noindex: /\n" * MOST_LINES + text, NAME) == ""


def test_the_delay_of_the_kept_group_counts(now: datetime) -> None:
    """It is asked for by the same name."""
    kept = rules_for("User-agent: a\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 3", NAME)
    assert Robots(kept, now).delay(NAME) == timedelta(seconds=3)
