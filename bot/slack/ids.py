"""Every id that Slack sends back: action ids, block ids and callback ids."""

import re
from typing import Final

# Buttons and selects of messages
MARK_REVIEWED: Final = "change.reviewed"
UPDATE_REVIEW: Final = "review.update"
"""A button that opens the *Review* modal."""
UNDO_REVIEW: Final = "review.undo"
REDLINE: Final = "change.redline"
WHY_IT_MATTERS: Final = "change.why"
CARD_MENU: Final = "change.menu"
"""The menu of a card; the value of an option is a verb and the number of the change."""
MUTE_PLATFORM: Final = "change.mute"
UNMUTE: Final = "platform.unmute"
NOT_A_CHANGE: Final = "change.not-a-change"
UNDO_DENIAL: Final = "change.is-a-change"
"""These two are on cards of release 0.1.0."""
UNDO_WATCH: Final = "watch.undo"
UNDO_UNWATCH: Final = "unwatch.undo"
RUN_COMMAND: Final = "command.run"
"""A button that runs a command line; a suffix distinguishes several in one block."""
PICK_NAME: Final = "command.pick"
"""A select that completes a command line with a name."""
TURN_PAGE: Final = "answer.turn"
SHARE: Final = "answer.share"
ADD_PLATFORM: Final = "platform.add"
PASTE_LIST: Final = "list.paste"
OPEN_SETTINGS: Final = "settings.open"
TRY_AGAIN: Final = "channel.try-again"
ACCEPT_POLICY: Final = "document.policy-now"
CHANGE_URL: Final = "document.change-url"
USE_URL: Final = "document.use-address"
"""A button for each URL that a search suggested for an unreadable document."""
USE_BROWSER: Final = "document.with-browser"
HOME_PAGE: Final = "home.page"
HOME_FILTER: Final = "home.filter"
"""A select of the worklist's filter; a suffix says which."""
OPEN_LINK: Final = "link"
"""A button that only opens a page, although Slack sends its press."""

# Buttons of views
REDLINE_PAGE: Final = "redline.page"

# Views
REDLINE_VIEW: Final = "view.redline"
WHY_VIEW: Final = "view.why"
ADD_VIEW: Final = "view.add-platform"
SETTINGS_VIEW: Final = "view.settings"
CHANGE_URL_VIEW: Final = "view.change-url"
PASTE_VIEW: Final = "view.paste-list"
REVIEW_VIEW: Final = "view.review"

# Shortcuts
WATCH_LINK: Final = "shortcut.watch-link"

# Inputs of views: block id, then the element's action id
PLATFORM_BLOCK: Final = "add.platform"
PLATFORM_SELECT: Final = "add.platform.select"
URL_BLOCK: Final = "add.address"
URL_INPUT: Final = "add.address.input"
KINDS_BLOCK: Final = "add.kinds"
KINDS_SELECT: Final = "add.kinds.select"
MINIMUM_BLOCK: Final = "add.minimum"
MINIMUM_SELECT: Final = "add.minimum.select"
TOPICS_BLOCK: Final = "add.topics"
TOPICS_SELECT: Final = "add.topics.select"
CADENCE_BLOCK: Final = "add.cadence"
CADENCE_SELECT: Final = "add.cadence.select"
CHANNEL_BLOCK: Final = "add.channel"
CHANNEL_SELECT: Final = "add.channel.select"
LEAST_SEVERITY_BLOCK: Final = "settings.minimum"
THREADS_BLOCK: Final = "settings.threads"
DIGEST_BLOCK: Final = "settings.digest"
DAY_BLOCK: Final = "settings.day"
TIME_BLOCK: Final = "settings.time"
ZONE_BLOCK: Final = "settings.zone"
ZONE_SELECT: Final = "settings.zone.select"
QUIET_BLOCK: Final = "settings.quiet"
REMINDERS_BLOCK: Final = "settings.reminders"
DEADLINES_BLOCK: Final = "settings.deadlines"
MONTHLY_BLOCK: Final = "settings.monthly"
HEALTH_BLOCK: Final = "settings.health"
SETTINGS_FIELD: Final = "field"
"""Action id of those inputs of *Settings* that have no options from us."""
PASTE_BLOCK: Final = "paste.list"
PASTE_MORE_BLOCKS: Final = ("paste.more", "paste.more.2", "paste.more.3")
PASTE_FIELD: Final = "paste.field"
STATUS_BLOCK: Final = "review.status"
ASSIGNEE_BLOCK: Final = "review.assignee"
DUE_BLOCK: Final = "review.due"
NOTE_BLOCK: Final = "review.note"
REVIEW_FIELD: Final = "review.field"
"""Action id of every input of *Review*."""
NEW_URL_BLOCK: Final = "url.new"
NEW_URL_INPUT: Final = "url.new.input"

# Command lines of buttons
KEY_PREFIX: Final = "="
"""Precedes a platform's key, where its name could be ambiguous."""


def number_id(action_id: str, number: int) -> str:
    """Return an action id with a number, for several elements of its kind in one block."""
    return f"{action_id}:{number}"


def make_pattern(action_id: str) -> re.Pattern[str]:
    """Return a pattern that matches an action id with or without a number."""
    return re.compile(rf"^{re.escape(action_id)}(?::[\w-]+)?$")
