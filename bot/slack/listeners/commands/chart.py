"""`chart`: changes over time, or the channel's platforms by clause type, as a picture."""

import asyncio
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.links.signatures import Scope
from bot.links.site_links import build_path
from bot.records.picture_reader import (
    read_channel_picture,
    read_clause_picture,
    read_platform_picture,
)
from bot.records.pictures import Picture
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.charts import render_chart, render_no_chart, render_uploaded_chart
from bot.slack.messages.escape import code
from bot.slack.slack_errors import NETWORK_FAULTS, read_code
from clausewatch.provisions.clause_names import find_clause_types
from clausewatch.provisions.taxonomy_files import load_taxonomy

FILE_NAME = "clausewatch-chart.png"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its path on the record site."""

    picture: Picture | None
    path: str
    subject: str
    """What it is about, where there is nothing to draw."""


async def show_chart(call: Call, line: CommandLine) -> Message | Problem:
    """Return a picture, or upload it where there is no site. Raises ArgumentError."""
    chart = await _find_chart(call, line.rest)
    if isinstance(chart, Problem):
        return chart
    if chart.picture is None:
        return render_no_chart(chart.subject)
    url = await call.build_site_url(chart.path, Scope.PICTURE)
    if url is None:
        return await _upload(call, chart.picture)
    return render_chart(url, chart.picture.title, chart.picture.description)


async def _find_chart(call: Call, typed: str) -> Chart | Problem:
    """Return the picture of what was typed: a clause type, a platform, or nothing."""
    store, now = call.context.store, call.now
    if not typed:
        channel = await call.find_channel()
        picture = await read_channel_picture(store, (channel.workspace_id, channel.id), now)
        path = f"{build_path('watchlist', channel.slack_id)}/map.png"
        return Chart(picture, path, "the watchlist of this channel")
    workspace_id = await call.find_workspace()
    match = find_clause_types(typed, load_taxonomy())
    if match.is_sure:
        clause = match.clauses[0]
        picture = await read_clause_picture(store, workspace_id, clause, now)
        return Chart(picture, f"{build_path('clause', clause.id)}/timeline.png", clause.name)
    platform = await find_platform(call, typed, "chart {}")
    if isinstance(platform, Problem):
        return platform
    picture = await read_platform_picture(store, workspace_id, platform.key, now)
    path = f"{build_path('platform', platform.key)}/timeline.png"
    return Chart(picture, path, platform.name)


async def _upload(call: Call, picture: Picture) -> Message:
    """Upload a picture in the channel. Raises ArgumentError if Slack does not take it."""
    body = await asyncio.to_thread(_draw, picture)
    try:
        await call.client.files_upload_v2(
            channel=call.channel_id,
            filename=FILE_NAME,
            content=body,
            title=picture.title,
            alt_txt=picture.description,
        )
    except SlackApiError as fault:
        raise ArgumentError(_describe_refusal(read_code(fault))) from None
    except NETWORK_FAULTS:
        raise ArgumentError(_describe_refusal("no answer")) from None
    return render_uploaded_chart(picture.title)


def _draw(picture: Picture) -> bytes:
    # Loaded by the first upload: fonts and PDF would delay the start of every command line.
    from bot.exports.picture_png import build_png  # noqa: PLC0415

    return build_png(picture)


def _describe_refusal(error: str) -> str:
    return (
        f"I couldn't send the picture ({error}). In Slack, the app needs the scope"
        f" {code('files:write')} or the record site ({code('PUBLIC_URL')})."
    )
