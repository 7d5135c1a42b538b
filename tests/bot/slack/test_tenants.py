"""Nothing crosses a workspace, whatever two teams with the same channels and platforms do."""

import json
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.slack import ids
from bot.terminal.rendered_message import RenderedMessage
from clausewatch.model.changes import Change
from clausewatch.model.record_ids import WorkspaceId, record_id
from clausewatch.model.watches import Tenant
from jobs.digests import MakeDigests
from tests.bot.slack.test_provision_verbs import check_with
from tests.bot.team import LEASE, Team, open_team

TEAMS = ("TONE", "TTWO")
MARKS = {"TONE": ("onlyone.example", "UONE"), "TTWO": ("onlytwo.example", "UTWO")}
"""What only one team knows: the address that it added, and its member."""
ADDRESSES = {"TONE": "https://onlyone.example/terms", "TTWO": "https://onlytwo.example/terms"}
PAGES = {"TONE": "https://brillo.example/one-alone", "TTWO": "https://brillo.example/two-alone"}
"""A page of a platform that all know, which only one team has added."""
LINES = (
    "watch brillo docs:privacy",
    "watch {mine}",
    "watch {page}",
    "watch brillo docs:privacy, {mine}",
    "unwatch brillo",
    "unwatch {domain}",
    "unwatch {foreign}",
    "list",
    "list all",
    "show {foreign}",
    "show brillo",
    "show CW-D-{n:05}",
    "show CW-C-{n:06}",
    "change CW-C-{n:06}",
    "changes",
    "changes all",
    "changes {foreign}",
    "check {foreign}",
    "check brillo",
    "debug",
    "mute brillo",
    "mute {foreign}",
    "unmute",
    "unmute {foreign}",
    "settings threads:off min:medium",
    "settings empty:on health:#C-HEALTH",
    "digest daily 12:00",
    "show CW-P-{n:06}",
    "show brillo ai training",
    "show {domain} ai training",
    "show {foreign} ai training",
    "compare ai training",
    "compare ai training, {foreign}",
    "watch brillo topics:ai_training deliver:daily",
    "watch brillo min:high",
    "address {domain} {mine}-moved",
    "address {foreign} {mine}-moved",
    "address CW-D-{n:05} {mine}-moved",
    "accept brillo",
    "accept {foreign}",
    "accept CW-D-{n:05}",
)
LOOK_UPS = (
    "list all",
    "show brillo",
    "show brillo ai training",
    "changes all",
    "show {foreign}",
    "show {foreign} ai training",
    "compare ai training",
    "compare ai training, {foreign}",
)
"""Whatever answers with something that is on record; record ids are asked for besides."""
BUTTONS = (
    ids.MARK_REVIEWED,
    ids.REDLINE,
    ids.MUTE_PLATFORM,
    ids.NOT_A_CHANGE,
    ids.UNDO_DENIAL,
    ids.ACCEPT_POLICY,
    ids.CHANGE_URL,
    ids.USE_BROWSER,
    ids.TRY_AGAIN,
    ids.OPEN_SETTINGS,
    ids.ADD_PLATFORM,
)
CARRIED = (
    (ids.SHARE, "show CW-D-{n:05}"),
    (ids.SHARE, "show CW-P-{n:06}"),
    (ids.SHARE, "list all"),
    (ids.RUN_COMMAND, "change CW-C-{n:06}"),
    (ids.TURN_PAGE, "changes all page:1"),
    (ids.UNMUTE, '["brillo","{foreign}"]'),
    (ids.REDLINE_PAGE, "{n}:0"),
    (ids.HOME_PAGE, "{n}"),
)
"""Buttons that carry a line or a place, with what another team's would carry."""


def option(value: str) -> dict[str, Any]:
    """The state of a select with a chosen option."""
    return {"selected_option": {"value": value}}


MODALS: dict[str, tuple[str, str, dict[str, dict[str, Any]]]] = {
    "readdresses": (
        ids.CHANGE_URL_VIEW,
        '{"document":{n},"channel":"C-LEGAL"}',
        {ids.NEW_URL_BLOCK: {ids.NEW_URL_INPUT: {"value": "{mine}-new"}}},
    ),
    "adds": (
        ids.ADD_VIEW,
        "",
        {
            ids.URL_BLOCK: {ids.URL_INPUT: {"value": "{mine}"}},
            ids.MINIMUM_BLOCK: {ids.MINIMUM_SELECT: option("low")},
            ids.CADENCE_BLOCK: {ids.CADENCE_SELECT: option("now")},
            ids.KINDS_BLOCK: {ids.KINDS_SELECT: option("usual")},
            ids.CHANNEL_BLOCK: {ids.CHANNEL_SELECT: {"selected_conversation": "C-LEGAL"}},
        },
    ),
    "sets": (
        ids.SETTINGS_VIEW,
        "C-LEGAL",
        {
            ids.LEAST_SEVERITY_BLOCK: {"f": option("low")},
            ids.THREADS_BLOCK: {"f": option("off")},
            ids.DIGEST_BLOCK: {"f": option("daily")},
            ids.DAY_BLOCK: {"f": option("0")},
            ids.TIME_BLOCK: {"f": {"selected_time": "09:00"}},
            ids.ZONE_BLOCK: {"f": option("UTC")},
            ids.QUIET_BLOCK: {"f": option("off")},
            ids.HEALTH_BLOCK: {"f": {"selected_conversation": "C-HEALTH"}},
        },
    ),
}
"""Modals as they are sent: callback, what they were opened with, what was filled in."""
acting = st.sampled_from(TEAMS)
numbers = st.integers(1, 4)
steps = st.lists(
    st.tuples(st.just("types"), acting, st.sampled_from(LINES), numbers)
    | st.tuples(st.just("presses"), acting, st.sampled_from(BUTTONS), numbers)
    | st.tuples(st.just("carries"), acting, st.sampled_from(CARRIED), numbers)
    | st.tuples(st.just("reads a redline"), acting, st.just(""), numbers)
    | st.tuples(
        st.sampled_from(("readdresses", "adds", "sets", "shortcut")), acting, st.just(""), numbers
    )
    | st.tuples(st.just("passes"), acting, st.just(""), numbers)
    | st.tuples(st.just("undoes"), acting, st.just(""), numbers)
    | st.tuples(st.just("opens home"), acting, st.just(""), numbers)
    | st.tuples(st.sampled_from(("reads", "changes")), acting, st.just(""), numbers),
    min_size=8,
    max_size=40,
)


@dataclass
class Two:
    """Two teams on one store, and everything that each was shown."""

    team: Team
    shown: dict[str, list[RenderedMessage]] = field(
        default_factory=lambda: {name: [] for name in TEAMS}
    )
    of_member: dict[str, str] = field(
        default_factory=lambda: {MARKS[name][1]: name for name in TEAMS}
    )
    undo: list[str] = field(default_factory=list)
    """Values of every *Undo* button that either team saw."""
    owner: dict[str, str] = field(default_factory=dict)
    """Whose each post is, by its time stamp."""
    looks: int = 0

    async def send(self, name: str, body: dict[str, Any]) -> None:
        """A request of one team; everything shown for it is shown to that team."""
        before = len(self.team.seen)
        await self.team.console._send({"team_id": name, **body})
        self.note_shown(name, before)

    def note_shown(self, name: str, before: int) -> None:
        """Note everything shown to a team since a position."""
        new = self.team.seen[before:]
        self.shown[name] += new
        for shown in new:
            if shown.kind in {"post", "reply"} and shown.ts:
                self.owner[shown.ts] = name
            elif shown.kind == "edit" and shown.ts:
                assert self.owner[shown.ts] == name
            self.undo += [
                str(e.get("value")) for e in shown.list_buttons() if "undo" in e["action_id"]
            ]

    async def step(self, what: str, name: str, detail: Any, number: int) -> None:  # noqa: ANN401
        """One action or event, and everything that follows from it."""
        if what == "passes":
            self.team.now += timedelta(days=number)
        elif what in {"reads", "changes"}:
            await self.check_document(number, is_change=what == "changes")
        elif what == "opens home":
            event = {"type": "app_home_opened", "user": MARKS[name][1], "tab": "home"}
            await self.send(name, {"type": "event_callback", "event": event})
        else:
            await self.act(what, name, detail, number)
        await MakeDigests(self.team.store, lambda: self.team.now)()
        await self.post_due()
        await self.publish_homes()

    async def act(self, what: str, name: str, detail: Any, number: int) -> None:  # noqa: ANN401
        """One action of a user."""
        if what in MODALS:
            await self.submit_modal(name, what, number)
        elif what == "types":
            await self.type_line(name, detail, number)
        elif what == "presses":
            await self.press(name, detail, str(number))
        elif what == "carries":
            other = MARKS[TEAMS[1 - TEAMS.index(name)]][0]
            value = detail[1].replace("{foreign}", other).replace("{n}", str(number))
            value = value.replace("{n:05}", f"{number:05}").replace("{n:06}", f"{number:06}")
            await self.press(name, detail[0], value)
        elif what == "reads a redline":
            view = {"id": "V1", "callback_id": ids.REDLINE_VIEW, "private_metadata": f"{number}:0"}
            await self.press(name, ids.MARK_REVIEWED, str(number), {"type": "modal", **view})
        elif what == "undoes" and self.undo:
            value = self.undo[number % len(self.undo)]
            action = ids.UNDO_UNWATCH if value.startswith("[[") else ids.UNDO_WATCH
            await self.press(name, action, value)
        elif what == "shortcut":
            await self.press_shortcut(name)

    async def publish_homes(self) -> None:
        """Publish the open homes; the user id says whose each is."""
        before = len(self.team.seen)
        await self.team.homes()
        for shown in self.team.seen[before:]:
            self.shown[self.of_member[shown.channel]].append(shown)

    async def submit_modal(self, name: str, what: str, number: int) -> None:
        """A modal of one team, about a document or channel that may be the other's."""
        callback_id, about, values = MODALS[what]
        text = json.dumps(values).replace("{mine}", ADDRESSES[name])
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": about.replace("{n}", str(number)),
            "state": {"values": json.loads(text)},
        }
        user = {"id": MARKS[name][1], "team_id": name}
        body = {"type": "view_submission", "team": {"id": name}, "user": user, "view": view}
        await self.send(name, body)

    async def press_shortcut(self, name: str) -> None:
        """*Watch this link* on a message of one team."""
        body = {
            "type": "message_action",
            "callback_id": ids.WATCH_LINK,
            "user": {"id": MARKS[name][1], "team_id": name},
            "team": {"id": name},
            "channel": {"id": "C-LEGAL"},
            "message": {"text": f"look: <{ADDRESSES[name]}>"},
            "trigger_id": "1",
            "response_url": f"{self.team.console._url}/C-LEGAL",
        }
        await self.send(name, body)

    async def type_line(self, name: str, line: str, number: int) -> None:
        """A command line of one team."""
        other = TEAMS[1 - TEAMS.index(name)]
        text = line.format(
            mine=ADDRESSES[name],
            page=PAGES[name],
            domain=MARKS[name][0],
            foreign=MARKS[other][0],
            n=number,
        )
        body = {
            "command": "/policy",
            "text": text,
            "user_id": MARKS[name][1],
            "channel_id": "C-LEGAL",
            "response_url": f"{self.team.console._url}/C-LEGAL",
        }
        known = len(self.shown[name])
        await self.send(name, body)
        if MARKS[other][0] in text:
            # the name that was typed is said back, and only that
            told, self.shown[name] = self.shown[name][known:], self.shown[name][:known]
            for shown in told:
                assert shown.kind == "answer"
                assert "CW-" not in shown.plain
                assert "read" not in shown.plain

    async def press(
        self, name: str, action_id: str, value: str, view: dict[str, str] | None = None
    ) -> None:
        """A press of one team with a value that may be the other's, on a message or in a view."""
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        body = {
            "type": "block_actions",
            "team": {"id": name},
            "user": {"id": MARKS[name][1], "team_id": name},
            "trigger_id": "1",
            "actions": [action],
        }
        if view is not None or action_id == ids.HOME_PAGE:
            body["view"] = view or {"id": "V0", "type": "home"}
            body["container"] = {"type": "view", "view_id": "V1"}
        else:
            body["channel"] = {"id": "C-LEGAL"}
            body["container"] = {"type": "message", "channel_id": "C-LEGAL"}
            body["response_url"] = f"{self.team.console._url}/C-LEGAL"
        if action_id == ids.REDLINE_PAGE:
            body["view"] = {"id": "V1", "type": "modal", "callback_id": ids.REDLINE_VIEW}
        await self.send(name, body)

    async def check_document(self, number: int, *, is_change: bool) -> None:
        """A document is read, or changes its terms if it has a baseline."""
        due = await self.team.store.checks.claim_one(number, self.team.now, LEASE)  # type: ignore[arg-type]
        if due is None:
            return
        self.team.now += LEASE * 2
        is_read = due.state.baseline_id is not None
        if is_read and not is_change:
            return
        self.looks += 1
        where = "".join(due.document.urls)
        says = f"We use your pictures of {where} to train our AI models for {self.looks} years."
        await check_with(self.team, number, says)

    async def request_foreign_records(self) -> None:
        """Each team has a document of its own on record; the other asks for all its records."""
        for name in TEAMS:
            await self.type_line(name, "watch {mine}, {page}", 1)
            for number in await self.list_own_documents(name):
                await self.check_document(number, is_change=False)
        for name in TEAMS:
            records = await self.list_private_records(TEAMS[1 - TEAMS.index(name)])
            assert {record[3] for record in records} >= {"D", "P"}, "nothing is there to be found"
            for line in (*LOOK_UPS, *(f"show {record}" for record in sorted(records))):
                await self.type_line(name, line, 1)

    async def list_own_documents(self, name: str) -> list[int]:
        """Numbers of the documents that only one team may see."""
        store = self.team.store
        workspace = await store.workspaces.ensure(Tenant(None, name), self.team.now)
        found = [
            status.document
            for key in (MARKS[name][0], "brillo")
            for status in await store.documents.find_by_platform(workspace, key)
        ]
        return [document.id for document in found if document.workspace_id == workspace]

    async def post_due(self) -> None:
        """Everything due is posted to its team."""
        store = self.team.store
        while (outgoing := await store.outbox.claim(self.team.now, LEASE)) is not None:
            before = len(self.team.seen)
            receipt = await self.team.messenger.post(outgoing, self.team.now)
            await store.outbox.mark_sent(outgoing, receipt, self.team.now)
            self.note_shown(str(outgoing.tenant.team_id), before)
            self.team.now += LEASE / 100

    async def list_private_records(self, name: str) -> set[str]:
        """Record ids of the documents, changes and provisions that only one team may see."""
        store, now = self.team.store, self.team.now
        workspace = await store.workspaces.ensure(Tenant(None, name), now)
        numbers = await self.list_own_documents(name)
        changes = await self.list_changes(workspace)
        mine = {c.record_id for c in changes if c.document.workspace_id == workspace}
        held = [
            one
            for key in (MARKS[name][0], "brillo")
            for one in await store.provisions.find_by_platform(workspace, key)
            if one.document.id in numbers
        ]
        return (
            mine | {record_id("D", number) for number in numbers} | {one.record_id for one in held}
        )

    async def list_changes(self, workspace: WorkspaceId) -> list[Change]:
        """Every change that a workspace may see; a look makes one at most."""
        find = self.team.store.changes.find
        found = [await find(workspace, number) for number in range(1, self.looks + 2)]
        assert found[-1] is None
        return [change for change in found if change is not None]

    async def list_users(self, name: str) -> set[str]:
        """The users who reviewed, denied or muted something, by one team's records."""
        store, now = self.team.store, self.team.now
        workspace = await store.workspaces.ensure(Tenant(None, name), now)
        changes = await self.list_changes(workspace)
        channel = await store.workspaces.ensure_channel(workspace, "C-LEGAL", now)
        return (
            {change.review.user_id for change in changes if change.review.step_id}
            | {step.review.user_id for step in await store.review_log.find(workspace)}
            | {mute.user_id for mute in await store.mutes.find_in_channel(channel.id, now)}
        )


# shrinking would run hundreds of stores; the steps of a failure are readable as they are
@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps)
@pytest.mark.long(15)
async def test_nothing_crosses_a_workspace(taken: list[tuple[str, str, str, int]]) -> None:
    """No text, post, review, undo or record id of one team ever reaches the other."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_team(Path(folder)) as team:
            two = Two(team)
            for step in taken:
                await two.step(*step)
            await two.request_foreign_records()
            for name in TEAMS:
                other = TEAMS[1 - TEAMS.index(name)]
                assert await two.list_users(name) <= {MARKS[name][1]}
                secrets = {*MARKS[other], PAGES[other], *await two.list_private_records(other)}
                for shown in two.shown[name]:
                    text = f"{shown.text}\n{shown.plain}\n{shown.blocks}"
                    assert not [
                        secret for secret in secrets if secret.casefold() in text.casefold()
                    ]
