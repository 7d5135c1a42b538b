"""`make demo` shows what the store has."""

import importlib
import runpy
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.terminal.rendered_message import RenderedMessage
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Tenant
from demo.story import LEGAL_CHANNEL, PROCUREMENT_CHANNEL, Story, open_story
from tests.bot.web.site_links import Crawl, crawl


def find_posts(story: Story, channel: str, *words: str) -> list[RenderedMessage]:
    """Return the posts in a channel that contain all of these words."""
    return [
        message
        for message in story.messages
        if message.kind == "post"
        and message.channel == f"C-{channel.upper()}"
        and all(word in message.plain for word in words)
    ]


async def crawl_records(story: Story) -> Crawl:
    """Follow every link of the record site, from the URL that the demo prints at its end."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        link = urlsplit(await story.build_site_url("/changes"))
        await session.get(link.geturl())
        return await crawl(session, f"{link.scheme}://{link.netloc}")


@pytest.mark.long(20)
async def test_the_demo_tells_two_changes_one_health_line_and_nothing_else() -> None:
    """Two terms, one page and one captcha: two cards, silence, one line, and a review."""
    async with open_story(lambda _: None) as story:
        await story.watch_platforms()
        assert len(find_posts(story, LEGAL_CHANNEL, "monitoring started.")) == 1
        story.change_pages()
        await story.pass_days()
        await story.console.press(story.find_card("Pixelgrove"), "View redline")
        await story.console.press(story.find_card("Pixelgrove"), "Mark reviewed")
        await story.run_due_jobs()

        walk = await crawl_records(story)
        store = story.application.store
        now = story.application.context.clock()
        workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), now)
        changes = await store.changes.find_recent(
            workspace, platform_key=None, since=now.replace(year=2000)
        )
        found = {change.document.platform_name: change for change in changes}
        counts = await store.maintenance.count_rows()

    assert (walk.dead, walk.dead_anchors) == ({}, [])
    assert f"/change/{found['Pixelgrove'].record_id}" in walk.statuses
    assert set(found) == {"Pixelgrove", "Parcelo"}
    assert found["Pixelgrove"].comparison.severity is Severity.HIGH
    assert "24 months" in " ".join(found["Parcelo"].comparison.summary)
    assert found["Pixelgrove"].review.user_id == "UYOU"
    assert len(find_posts(story, LEGAL_CHANNEL, "High ·")) == 2
    assert len(find_posts(story, LEGAL_CHANNEL, "Medium ·")) == 0
    assert len(find_posts(story, PROCUREMENT_CHANNEL, "· Parcelo")) == 1
    assert find_posts(story, LEGAL_CHANNEL, "· Ledgerly") == []
    assert len(find_posts(story, LEGAL_CHANNEL, "Notehaven", "is unavailable")) == 1
    assert counts["pending"] == 0
    redlines = [message for message in story.messages if message.kind == "modal"]
    assert any("train and improve our generative models" in redline.plain for redline in redlines)


def test_ctrl_c_while_modules_are_imported_prints_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """These seconds are the first that a person waits."""

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib, "import_module", interrupt)
    runpy.run_module("demo", run_name="__main__")
