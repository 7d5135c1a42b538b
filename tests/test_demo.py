"""What `make demo` shows is what the store says."""

from bot.terminal.rendered_message import RenderedMessage
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Tenant
from demo.story import OTHER_CHANNEL, WEB_CHANNEL, Story, story


def posts(told: Story, channel: str, *words: str) -> list[RenderedMessage]:
    """What was posted in a channel with all of these words."""
    return [
        shown
        for shown in told.shown
        if shown.kind == "post"
        and shown.channel == f"C-{channel.upper()}"
        and all(word in shown.plain for word in words)
    ]


async def test_the_demo_tells_two_changes_one_health_line_and_nothing_else() -> None:
    """Two terms changed, one page only, one captcha: two cards, silence, one line, a review."""
    async with story(lambda _: None) as told:
        await told.watch()
        assert len(posts(told, WEB_CHANNEL, "read.")) == 1
        told.change_the_web()
        await told.days_pass()
        await told.console.press(told.card("Pixelgrove"), "View redline")
        await told.console.press(told.card("Pixelgrove"), "Reviewed")
        await told.settle()

        store = told.application.store
        now = told.application.context.clock()
        workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), now)
        changes = await store.changes.find_recent(
            workspace, platform_key=None, since=now.replace(year=2000)
        )
        found = {change.document.platform_name: change for change in changes}
        counts = await store.maintenance.count_rows()

    assert set(found) == {"Pixelgrove", "Parcelo"}
    assert found["Pixelgrove"].comparison.severity is Severity.HIGH
    assert "24 months" in " ".join(found["Parcelo"].comparison.summary)
    assert [review.user_id for review in found["Pixelgrove"].reviews] == ["UYOU"]
    assert len(posts(told, WEB_CHANNEL, "changed, high")) == 1
    assert len(posts(told, WEB_CHANNEL, "changed, medium")) == 1
    assert len(posts(told, OTHER_CHANNEL, "changed,")) == 1
    assert posts(told, WEB_CHANNEL, "Ledgerly", "changed") == []
    assert len(posts(told, WEB_CHANNEL, "Notehaven", "cannot be read")) == 1
    assert counts["pending"] == 0
    redlines = [shown for shown in told.shown if shown.kind == "modal"]
    assert any("train and improve our generative models" in shown.plain for shown in redlines)
