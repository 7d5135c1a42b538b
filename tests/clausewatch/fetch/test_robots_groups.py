"""The groups of a robots.txt file for us: the same rules, and a bounded number of them."""

from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from protego import Protego

from clausewatch.fetch import RobotsFile
from clausewatch.fetch.robots_groups import MAX_LINES, MAX_RULES, extract_group

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
def test_the_extracted_group_has_the_same_rules(lines: list[str]) -> None:
    """Every URL and the crawl delay have the same result as with the whole file."""
    text = "\r\n".join(lines)
    whole, extracted = Protego.parse(text), Protego.parse(extract_group(text, NAME))
    assert [extracted.can_fetch(url, NAME) for url in URLS] == [
        whole.can_fetch(url, NAME) for url in URLS
    ]
    assert extracted.crawl_delay(NAME) == whole.crawl_delay(NAME)


ALL = "User-agent: *\n"
SIZE = 500_000
HUGE = {
    "blank lines": ("\n" * SIZE, 0),
    "comments": ("#\n" * (SIZE // 2), 0),
    "groups of others": ("User-agent: b\nDisallow: /\n" * (SIZE // 26), 0),
    "names of others": ("User-agent: b\n" * (SIZE // 14) + "Disallow: /", 0),
    "groups of all": ("User-agent: *\nDisallow: /x\n" * (SIZE // 27), 2),
    "one rule, again and again": (ALL + "Disallow: /x\n" * (SIZE // 13), 2),
    "rules": (ALL + "".join(f"Disallow: /{n}\n" for n in range(25_000)), MAX_RULES + 1),
    "wildcards": (ALL + "".join(f"Disallow: /*{n}*a*\n" for n in range(20_000)), MAX_RULES + 1),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_yields_few_lines(name: str, now: datetime) -> None:
    """Whatever the file contains, one group of bounded length is parsed."""
    text, lines = HUGE[name]
    group = extract_group(text, NAME)
    assert len(group.splitlines()) == lines
    assert group.count("User-agent") == bool(lines)
    RobotsFile(group, now).is_allowed(f"https://a.example/{'abc' * 1000}", NAME)


def test_rules_past_the_last_line_are_ignored() -> None:
    """Blank lines and comments do not count as lines."""
    text = ALL + "#\n\n" * MAX_LINES + "Disallow: /a\n"
    assert extract_group(text, NAME) == "User-agent: *\nDisallow: /a"
    assert extract_group("Noindex: /\n" * MAX_LINES + text, NAME) == ""
