"""`export`: records as a file, by a signed link of the record site or as an upload."""

import asyncio
import re
from datetime import date, timedelta
from urllib.parse import urlencode

from slack_sdk.errors import SlackApiError

from bot.exports.item_lists import AUDIT, COLLECTIONS, DEFAULT_PERIOD, ExportRequest
from bot.exports.tables import CONTENT_TYPES, write_csv, write_json
from bot.links.site_links import build_record_path
from bot.slack.listeners.call import Call
from bot.slack.listeners.clause_lookup import find_clause
from bot.slack.listeners.command_line import ArgumentError, CommandLine
from bot.slack.listeners.date_ranges import Period, read_period
from bot.slack.listeners.dates import parse_past
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import Problem, render_sentence
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code, link
from bot.slack.messages.monthly_report import render_monthly_report
from bot.slack.slack_errors import read_code
from clausewatch.model.record_ids import record_id, record_number

_JOINING = re.compile(r"^(?:of|for|from|at)\s++", re.IGNORECASE)
"""Between a table and a platform: `export subprocessors of slack`."""
OPTIONS = ("since", "until", "format")
REPORT, MONTH = "report", "month"
REPORTS = (REPORT, MONTH)
"""How platforms describe a clause type, and what happened in a month."""
FIRST_YEAR = 2000
REPORT_FORMATS = ("pdf", "md")
RECORD_FORMATS = {"C": ("docx", "pdf", "json"), "P": ("pdf", "json")}
"""Files of one record by the letter of its id, the usual one first."""


async def export_records(call: Call, line: CommandLine) -> Message | Problem:
    """Return a link to a file, or upload it. Raises ArgumentError."""
    word, _, rest = line.rest.partition(" ")
    for letter, formats in RECORD_FORMATS.items():
        if (number := record_number(letter, word)) is not None:
            return await _link_record(call, line, record_id(letter, number), formats)
    kind = word.casefold()
    if kind in REPORTS:
        return await _link_report(call, line, kind, rest.strip())
    if kind not in {*COLLECTIONS, AUDIT}:
        kinds = ", ".join(code(name) for name in (*COLLECTIONS, AUDIT, *REPORTS))
        raise ArgumentError(f"Export one of {kinds}, or a record by its ID.")
    return await _export_table(call, line, kind, _JOINING.sub("", rest.strip()).strip('"'))


async def _export_table(call: Call, line: CommandLine, kind: str, name: str) -> Message | Problem:
    """Return a link to a table or the audit package, or upload it. Raises ArgumentError."""
    period, key = read_period(line.options, call.now, DEFAULT_PERIOD), ""
    if name:
        platform = await find_platform(call, name, f"export {kind} {{}}")
        if isinstance(platform, Problem):
            return platform
        key = platform.key
    suffix = "zip" if kind == AUDIT else _read_format(line, tuple(CONTENT_TYPES))
    days = {"since": f"{period.start:%Y-%m-%d}"}
    if period.end is not None:
        days["until"] = f"{period.end - timedelta(days=1):%Y-%m-%d}"
    query = urlencode({**days, **({"platform": key} if key else {})})
    url = await call.build_site_url(f"/export/{kind}.{suffix}?{query}")
    if url is not None:
        return render_sentence(f"{link(url, f'{kind}.{suffix}')} {period.text}.")
    return await _upload(call, kind, suffix, period, key)


async def _link_report(call: Call, line: CommandLine, kind: str, subject: str) -> Message | Problem:
    """Return the link to a report, as a page or a file. Raises ArgumentError without a site."""
    if kind == MONTH:
        first = _read_month(call, subject)
        if call.context.site_links is None and "format" not in line.options:
            return await _report_month(call, first)
        name = f"{first:%Y-%m}"
    else:
        clause = find_clause(subject, f"export {kind} {{}}", call.command)
        if isinstance(clause, Problem):
            return clause
        name = clause.id
    suffix = _read_format(line, REPORT_FORMATS) if "format" in line.options else ""
    folder = "month" if kind == MONTH else "clause"
    url = await call.build_site_url(f"/report/{folder}/{name}{suffix and '.'}{suffix}")
    if url is None:
        raise ArgumentError(
            f"Reports need the record site. Your administrator can set {code('PUBLIC_URL')}."
        )
    return render_sentence(f"{link(url, f'Report: {name}')}, for this workspace.")


def _read_month(call: Call, text: str) -> date:
    """Return the first day of the month that is named. Raises ArgumentError."""
    named = parse_past(text, call.now) if text.strip()[:1].isalpha() else None
    name = f"{named or call.now:%Y-%m}" if named or not text else text
    try:
        first = date.fromisoformat(f"{name}-01")
    except ValueError:
        first = date.min
    if first.year < FIRST_YEAR:
        raise ArgumentError(f"Enter the month as {code('2026-03')}.")
    if first > call.now.date():
        raise ArgumentError("That month hasn't started.")
    return first


async def _report_month(call: Call, first: date) -> Message:
    """Return what a month brought for this channel, where no site has a page of it."""
    channel = await call.find_channel()
    recipient = (channel.workspace_id, channel.id)
    reports = call.context.store.monthly_reports
    return render_monthly_report(await reports.load(recipient, first, call.now))


async def _link_record(
    call: Call, line: CommandLine, name: str, formats: tuple[str, ...]
) -> Message:
    """Return the link to the file of one record. Raises ArgumentError without a site."""
    suffix = _read_format(line, formats)
    url = await call.build_site_url(f"{build_record_path(name)}.{suffix}")
    if url is None:
        raise ArgumentError(
            "Files of one record need the record site. Your administrator can set"
            f" {code('PUBLIC_URL')}."
        )
    return render_sentence(f"{link(url, f'{name}.{suffix}')}, for this workspace.")


def _read_format(line: CommandLine, formats: tuple[str, ...]) -> str:
    """Return the format that the line asks for, by default the first. Raises ArgumentError."""
    suffix = line.options.get("format", formats[0]).casefold()
    if suffix not in formats:
        raise ArgumentError(f"{code('format:')} takes {' or '.join(map(code, formats))}.")
    return suffix


async def _upload(call: Call, kind: str, suffix: str, period: Period, key: str) -> Message:
    """Upload a table in the channel. Raises ArgumentError if Slack does not allow it."""
    command = code(f"clausewatch export {kind}")
    if kind == AUDIT:
        raise ArgumentError(f"Without a record site, {command} writes the audit package.")
    channel = await call.find_channel()
    request = ExportRequest(channel.workspace_id, period.start, period.end or call.now, key)
    try:
        items = await COLLECTIONS[kind](call.context.store, request)
        body = (
            await asyncio.to_thread(write_csv, items)
            if suffix == "csv"
            else await asyncio.to_thread(write_json, kind, items, call.now)
        )
        await call.client.files_upload_v2(
            channel=call.channel_id, filename=f"clausewatch-{kind}.{suffix}", content=body
        )
    except SlackApiError as fault:
        raise ArgumentError(
            f"I couldn't send the file ({read_code(fault)}). In Slack, the app needs the scope"
            f" {code('files:write')} or the record site ({code('PUBLIC_URL')}). The command line"
            f" has it too: {command}."
        ) from None
    return render_sentence(f"{kind.capitalize()} {period.text}: see the file.")
