"""The verbs that set what a channel is notified of."""

from bot.slack.listeners.commands import mute, settings, webhook
from bot.slack.listeners.commands.verb import Verb, VerbGroup

NOTIFICATIONS = VerbGroup(
    "Notifications",
    (
        Verb(
            "mute",
            "mute <platform|all> [for:7d]",
            "Pause alerts for a platform.",
            run=mute.mute_platforms,
            is_for_channel=True,
            options=mute.OPTIONS,
            aliases=("snooze",),
            detail=(
                "Changes are queued and posted when the mute ends. Without a platform it lists what"
                " is muted here."
            ),
            option_help=(("for:", "how long, up to a year: `12h`, `7d` (default), `2w`, `3m`"),),
            examples=("mute midjourney", "mute midjourney for:2w"),
        ),
        Verb(
            "unmute",
            "unmute [platform]",
            "Resume alerts for one platform, or for all muted ones.",
            run=mute.unmute_platforms,
            is_for_channel=True,
            aliases=("unsnooze",),
            examples=("unmute midjourney", "unmute"),
        ),
        Verb(
            "digest",
            "digest daily|weekly [day] [time]",
            "Set the schedule of this channel's digest.",
            run=settings.set_digest,
            is_for_channel=True,
            options=settings.DIGEST_OPTIONS,
            detail=(
                "The digest lists editorial changes and everything set to `deliver:daily` or"
                " `deliver:weekly`. No digest is posted if there is nothing to report."
            ),
            option_help=(("zone:", "time zone, by city: `zone:Europe/Berlin`"),),
            examples=("digest weekly monday 9:00", "digest daily 17:30 zone:Europe/Berlin"),
        ),
        Verb(
            "settings",
            "settings [min:] [threads:on|off] [digest:] [day:] [time:] [zone:] [empty:]"
            " [reminders:] [deadlines:] [monthly:on|off] [health:]",
            "View or change this channel's settings.",
            run=settings.change_settings,
            is_for_channel=True,
            options=settings.SETTINGS_OPTIONS,
            aliases=("config",),
            option_help=(
                ("min:", "minimum severity for this channel; overrides individual watches"),
                ("threads:", "`on`: follow-ups in threads; `off`: in the channel"),
                ("digest:", "the digest for everything that isn't posted immediately"),
                ("day:", "day of the weekly digest, such as `monday`"),
                ("time:", "time of the digest, such as `9:00` or `5pm`"),
                ("zone:", "time zone of that time, such as `Europe/Berlin`"),
                ("empty:", "`on`: post a one-line digest even when nothing changed"),
                ("quiet:", "the reverse of `empty:`: `on` posts no empty digest"),
                (
                    "reminders:",
                    "list changes to review in the `weekly` or `daily` digest, or `off`",
                ),
                ("deadlines:", "days before a deadline: `14,7,1` (default), or `off`"),
                ("monthly:", "`on`: post a monthly report on the first of the next month"),
                ("health:", "channel for unavailable documents: `here` or #channel"),
            ),
            examples=("settings", "settings min:medium threads:off", "settings health:here"),
        ),
        Verb(
            "webhook",
            "webhook list|add <url>|remove <number>",
            "Send this channel's changes to another system. For workspace admins.",
            run=webhook.manage_webhooks,
            is_for_channel=True,
            aliases=("webhooks",),
            detail=(
                "The receiver gets signed JSON for each change that this channel is notified of."
                " Its secret is shown once, only to you."
            ),
            examples=("webhook list", "webhook add https://receiver.example.com/changes"),
        ),
    ),
)
