"""`chart` in Slack: a picture by URL, an upload, and what happens if Slack takes neither."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.links.signatures import Grant, Scope, Signer
from bot.links.site_links import SiteLinks
from bot.slack.listeners.call import Call
from bot.slack.messages.blocks import Message
from bot.slack.messages.charts import render_chart
from clausewatch.errors import NO_ANSWER
from clausewatch.model.watches import Tenant
from tests.bot.block_rules import assert_blocks
from tests.bot.example_values import NOON
from tests.bot.team import Team, open_team

SIGNER = Signer(["the key that signs in tests"])
LINKS = SiteLinks("https://records.example", SIGNER, timedelta(days=30))
CHART = render_chart("https://records.example/a.png", "Changes", "Changes. 2026-03: 1 high.")


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with a record site, and a document that changed."""
    async with open_team(tmp_path, site_links=LINKS) as new_team:
        await change_brillo(new_team)
        yield new_team


@pytest.fixture
async def siteless(tmp_path: Path) -> AsyncIterator[Team]:
    """The same without a record site."""
    async with open_team(tmp_path) as new_team:
        await change_brillo(new_team)
        yield new_team


async def change_brillo(team: Team) -> None:
    """A watched document changes."""
    await team.types("/policy watch brillo docs:terms")
    await team.reads(1)
    await team.changes(1)


def find_image(blocks: Any) -> dict[str, Any]:  # noqa: ANN401  # blocks of a message
    """The only picture among blocks."""
    (image,) = [block for block in blocks if block["type"] == "image"]
    return dict(image)


async def test_a_chart_of_a_platform(team: Team) -> None:
    """A picture with words for screen readers, whose URL opens that picture and nothing else."""
    (shown,) = await team.types("/policy chart brillo")
    assert_blocks(shown.blocks)
    image = find_image(shown.blocks)
    assert image["alt_text"] == "Policy changes of Brillo by month. 2026-03: 1 high."
    path, _, token = image["image_url"].partition("?token=")
    assert path == "https://records.example/platform/brillo/timeline.png"
    grant = SIGNER.verify(token, NOON)
    assert isinstance(grant, Grant)
    assert (grant.scope, bool(grant.target)) == (Scope.PICTURE, True)
    (post,) = await team.presses(shown, "Share in channel")
    assert post.kind == "post"
    assert find_image(post.blocks)["image_url"].startswith(path)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("chart", "watchlist"),
        ("chart arbitration", "Mandatory arbitration"),
        ("chart pixelgarten", "No data to chart for Pixelgarten"),
        ("chart nobody-knows-it", "nobody-knows-it"),
    ],
)
async def test_where_there_is_nothing_to_draw(team: Team, line: str, word: str) -> None:
    """The answer says so, has no picture, and offers nothing to share."""
    (shown,) = await team.types(f"/policy {line}")
    assert word in shown.plain
    assert all(block["type"] != "image" for block in shown.blocks)
    assert "Share in channel" not in shown.plain


class Uploads:
    """Takes uploads like Slack, or refuses them."""

    def __init__(self, team: Team, refusal: str = "") -> None:
        """Stand in for the upload of a team's client."""
        self.taken: list[dict[str, Any]] = []
        self._refusal = refusal
        team.slack.files_upload_v2 = self  # type: ignore[method-assign,assignment]

    async def __call__(self, **arguments: Any) -> None:  # noqa: ANN401  # those of the SDK
        """Take a file. Raises SlackApiError."""
        if self._refusal:
            raise SlackApiError("refused", {"ok": False, "error": self._refusal})  # type: ignore[no-untyped-call]
        self.taken.append(arguments)


async def test_without_a_site_the_picture_is_uploaded(siteless: Team) -> None:
    """The file is a PNG with words for screen readers; the answer has nothing to share."""
    uploads = Uploads(siteless)
    (shown,) = await siteless.types("/policy chart brillo")
    assert "see the file" in shown.plain
    assert "Share in channel" not in shown.plain
    (upload,) = uploads.taken
    assert upload["channel"] == "C-GENERAL"
    assert upload["content"].startswith(b"\x89PNG")
    assert upload["alt_txt"] == "Policy changes of Brillo by month. 2026-03: 1 high."


async def test_without_a_site_and_the_scope(siteless: Team) -> None:
    """The answer names both ways."""
    Uploads(siteless, refusal="missing_scope")
    (shown,) = await siteless.types("/policy chart brillo")
    assert "files:write" in shown.plain
    assert "PUBLIC_URL" in shown.plain


class Answers(AsyncRespond):
    """A response URL that refuses pictures, by status or in the body."""

    def __init__(self, status: int, body: str) -> None:
        """Take how pictures are refused."""
        super().__init__(response_url="https://hooks.slack.example/x")
        self.refusal = status, body
        self.taken: list[list[str]] = []

    async def __call__(self, *_: Any, **message: Any) -> WebhookResponse:  # noqa: ANN401
        """Take a message without pictures."""
        kinds = [block["type"] for block in message["blocks"]]
        status, body = self.refusal if "image" in kinds else (200, "ok")
        if status == 200 and body == "ok":
            self.taken.append(kinds)
        return WebhookResponse(url="", status_code=status, body=body, headers={})


def make_call(team: Team, respond: AsyncRespond | None) -> Call:
    """A call from a channel."""
    return Call(
        team.context, {}, team.slack, respond, Tenant(None, "T1"), "UADA", "C-GENERAL", None, NOON
    )


@pytest.mark.parametrize(
    ("status", "body"), [(400, "invalid_blocks"), (200, '{"ok":false,"error":"invalid_blocks"}')]
)
async def test_an_answer_whose_picture_slack_cannot_fetch(
    team: Team, status: int, body: str
) -> None:
    """It comes without the picture instead of not at all."""
    answers = Answers(status, body)
    await make_call(team, answers).reply(CHART)
    assert answers.taken == [["section", "context"]]
    plain = Message("Only text", (CHART.blocks[0],))
    await make_call(team, answers).reply(plain)
    assert answers.taken[1:] == [["section"]]


async def test_a_post_whose_picture_slack_cannot_fetch(team: Team) -> None:
    """Shared in the channel or shown to one person, it comes without the picture, once."""
    for method in ("chat_postMessage", "chat_postEphemeral"):
        before = len(team.seen)
        original = getattr(team.slack, method)
        setattr(team.slack, method, refuse_images(original))
        call = replace(make_call(team, None))
        if method == "chat_postMessage":
            assert await call.post(CHART) is None
        else:
            await call.reply(CHART)
        (shown,) = team.seen[before:]
        assert [block["type"] for block in shown.blocks] == ["section", "context"]


def refuse_images(send: Any) -> Any:  # noqa: ANN401  # a method of the client
    """Refuse messages with pictures as Slack does."""

    async def refuse(**message: Any) -> Any:  # noqa: ANN401  # as above
        if any(block["type"] == "image" for block in message["blocks"]):
            raise SlackApiError("no", {"ok": False, "error": "invalid_blocks"})  # type: ignore[no-untyped-call]
        return await send(**message)

    return refuse


async def test_a_post_without_an_answer_is_not_repeated(team: Team) -> None:
    """The picture may be there already, so it is not posted again without it."""
    calls = []

    async def lose(**_: Any) -> None:  # noqa: ANN401  # arguments of the client
        calls.append(1)
        raise TimeoutError

    team.slack.chat_postMessage = lose  # type: ignore[method-assign,assignment]
    assert await make_call(team, None).post(CHART) == NO_ANSWER
    assert calls == [1]
