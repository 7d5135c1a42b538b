"""Exports of a workspace from the command line."""

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from bot.exports.audit_package import write_audit_package
from bot.exports.item_lists import AUDIT, COLLECTIONS, DEFAULT_PERIOD, ExportRequest
from bot.exports.tables import CONTENT_TYPES, write_csv, write_json
from bot.main import utc_now
from clausewatch.config import Settings
from clausewatch.errors import UserError
from clausewatch.store import Store


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of the command, as typed."""

    kind: str
    form: str = "csv"
    team: str = ""
    platform: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""


async def write_export(settings: Settings, options: ExportOptions, path: Path | None) -> None:
    """Write an export to a new file or to stdout. Raises UserError."""
    if options.kind not in {*COLLECTIONS, AUDIT}:
        raise UserError(f"Export one of {', '.join((*COLLECTIONS, AUDIT))}.")
    if options.form not in CONTENT_TYPES:
        raise UserError(f"--format is {' or '.join(CONTENT_TYPES)}.")
    if options.kind == AUDIT and path is None:
        raise UserError("The audit package is a zip; name its file with --out.")
    store = await Store.open(settings.database)
    try:
        request = await _make_request(store, settings, options)
        try:
            with nullcontext(sys.stdout.buffer) if path is None else path.open("xb") as file:
                await _write(store, request, options, file)
        except FileExistsError:
            raise UserError(f"{path} exists already; choose another name with --out.") from None
        except OSError as error:
            raise UserError(f"{path} cannot be written ({error}).") from None
    finally:
        await store.close()


async def _write(
    store: Store, request: ExportRequest, options: ExportOptions, file: BinaryIO
) -> None:
    now = utc_now()
    if options.kind == AUDIT:
        number = await write_audit_package(store, request, now, file)
        sys.stderr.write(f"{number} files; README.txt says how to check them.\n")
        return
    items = await COLLECTIONS[options.kind](store, request)
    is_csv = options.form == "csv"
    file.write(write_csv(items) if is_csv else write_json(options.kind, items, now))


async def _make_request(store: Store, settings: Settings, options: ExportOptions) -> ExportRequest:
    """Return what the options ask for. Raises UserError."""
    workspace_ids = await store.workspaces.find_ids(options.team)
    if len(workspace_ids) != 1:
        raise UserError(
            f"No workspace has the id {options.team}."
            if options.team
            else f"There are {len(workspace_ids)} workspaces; choose one with --team."
        )
    last_day = _parse_day(options.until, "--until") or utc_now().date()
    until = datetime.combine(last_day, time.min, UTC) + timedelta(days=1)
    first_day = _parse_day(options.since, "--since")
    since = datetime.combine(first_day, time.min, UTC) if first_day else until - DEFAULT_PERIOD
    channel_id = None
    if options.channel:
        channel = await store.workspaces.find_channel(workspace_ids[0], options.channel)
        if channel is None:
            raise UserError(f"The workspace has no channel {options.channel} on record.")
        channel_id = channel.id
    public_url = settings.public_url or ""
    return ExportRequest(workspace_ids[0], since, until, options.platform, channel_id, public_url)


def _parse_day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(f"{option} is a day, such as 2026-03-31.") from None
