"""The table of verbs, which help, manifest and dispatch read. A new verb is a new row."""

from collections.abc import Mapping

from bot.slack.listeners import watch_options
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import AllowedOptions, CommandLine
from bot.slack.listeners.commands import (
    accept,
    address,
    changes,
    check,
    compare,
    debug,
    feedback,
    mute,
    settings,
    show,
    unwatch,
    watch,
    watchlist,
)
from bot.slack.listeners.commands import help as help_verb
from bot.slack.listeners.commands.verb import Verb
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message


async def _show_help(call: Call, line: CommandLine) -> Message | Problem:
    return help_verb.show_help(call, line, VERBS)


VERBS: tuple[Verb, ...] = (
    Verb(
        "watch",
        "watch <platform|url> [docs:privacy,terms] [min:low|medium|high]"
        " [topics:ai_training,...] [deliver:now|daily|weekly]",
        "Put platforms on this channel's watchlist.",
        run=watch.watch_platforms,
        is_for_channel=True,
        options=watch_options.OPTIONS,
        aliases=("add", "follow"),
        detail=(
            "Takes names, domains, home pages or the addresses of policies, several at once with"
            " commas or one per line. Without `docs:` it watches the privacy policy and the terms"
            " of service. Of a site that the catalogue does not know it looks for the policies and"
            " offers them. A `+` between addresses makes them the pages of one document."
            " Sending it again alters what you type and leaves the rest as it is."
        ),
        option_help=(
            ("docs:", "which documents: `privacy`, `terms`, `cookies`, `dpa`, … or `all`"),
            ("min:", "the least severity to be told of: `low` (all), `medium`, `high`"),
            ("topics:", "only changes of these clause types, or `all`; `clauses` lists them"),
            ("deliver:", "`now`, or in the channel's `daily` or `weekly` digest"),
            ("name:", "what to call a platform that the catalogue does not know"),
            ("select:", "the part of a page that is the policy, as a CSS selector"),
            ("remove:", "parts of a page that are not, as a CSS selector"),
            ("language:", "the language to ask for, such as `de`"),
            ("browser:", "`on` for pages that scripts build"),
        ),
        examples=(
            "watch midjourney",
            "watch figma, notion docs:all min:medium deliver:daily",
            "watch acme.example",
            'watch https://acme.example/terms select:"main article" language:de',
        ),
    ),
    Verb(
        "unwatch",
        "unwatch <platform>",
        "Take platforms off this channel's watchlist.",
        run=unwatch.unwatch_platforms,
        is_for_channel=True,
        aliases=("remove", "unfollow"),
        detail="What is on record stays; the line in the channel has *Undo*.",
        examples=("unwatch midjourney",),
    ),
    Verb(
        "list",
        "list [all]",
        "What this channel watches and how each document stands; `all`: the whole workspace.",
        answer=watchlist.list_watches,
        aliases=("ls", "watchlist"),
    ),
    Verb(
        "show",
        "show <platform> [clause]",
        "A platform's documents and provisions as they stand, or the record of one clause type.",
        answer=show.show_records,
        aliases=("status",),
        detail=(
            "Takes record ids too: `CW-D-00480` for a document, `CW-P-000012` for a provision."
            " Clause types match loosely: `ai training`, `training my data`."
        ),
        examples=("show midjourney", "show midjourney ai training", "show CW-D-00480"),
    ),
    Verb(
        "compare",
        "compare <clause>[, platform, ...]",
        "One clause type across platforms: severity, polarity, opt-out and quote.",
        answer=compare.compare_clause,
        examples=("compare ai training", "compare arbitration, midjourney, figma"),
    ),
    Verb(
        "clauses",
        "clauses [clause]",
        "The clause types that are recognised, or what one of them is about.",
        answer=compare.list_clauses,
        aliases=("topics",),
        examples=("clauses", "clauses class action"),
    ),
    Verb(
        "changes",
        "changes [platform|all] [since:30d]",
        "What changed on this channel's watchlist, of one platform, or in the whole workspace.",
        answer=changes.list_changes,
        options=changes.OPTIONS,
        aliases=("history",),
        option_help=(
            ("since:", "how far back: `30d` (usual), `2w`, `3m`, or a date: `2026-10-01`"),
        ),
        examples=("changes", "changes midjourney since:90d"),
    ),
    Verb(
        "change",
        "change <CW-C-...>",
        "The record of one change.",
        answer=show.show_change,
        examples=("change CW-C-000321",),
    ),
    Verb(
        "check",
        "check <platform>",
        "Look at a platform's documents now instead of at their next turn.",
        run=check.check_platforms,
        aliases=("refresh",),
        examples=("check midjourney",),
    ),
    Verb(
        "address",
        "address <platform> [document] <url>",
        "Give a document its new address; what is on record of the old one stays.",
        run=address.change_url,
        is_for_channel=True,
        options=address.OPTIONS,
        aliases=("move", "readdress"),
        detail=(
            "The new address takes the old one's place in every channel of this workspace that"
            " watches the document. Takes a record id too: `CW-D-00480`."
        ),
        option_help=(("docs:", "which document, where the platform has several"),),
        examples=(
            "address midjourney privacy https://example.com/privacy",
            "address CW-D-00480 https://example.com/privacy",
        ),
    ),
    Verb(
        "accept",
        "accept <platform> [document]",
        "Say of a document that cannot be read that what its page shows is the policy now.",
        run=accept.accept_document,
        is_for_channel=True,
        options=accept.OPTIONS,
        detail=(
            "For a page that was read but not taken for the policy; where no page could be read,"
            " there is nothing to accept. Where its terms differ from those on record, that is"
            " told as a change."
        ),
        option_help=(("docs:", "which document, where the platform has several"),),
        examples=("accept midjourney terms", "accept CW-D-00480"),
    ),
    Verb(
        "mute",
        "mute <platform> [for:7d]",
        "Tell this channel nothing of a platform for a while; what changes is kept and told then.",
        run=mute.mute_platforms,
        is_for_channel=True,
        options=mute.OPTIONS,
        aliases=("snooze",),
        detail="Without a platform it lists what is muted here.",
        option_help=(("for:", "how long, at most a year: `12h`, `7d` (usual), `2w`, `3m`"),),
        examples=("mute midjourney", "mute midjourney for:2w"),
    ),
    Verb(
        "unmute",
        "unmute [platform]",
        "Tell this channel of a platform again, or of all that are muted here.",
        run=mute.unmute_platforms,
        is_for_channel=True,
        aliases=("unsnooze",),
        examples=("unmute midjourney", "unmute"),
    ),
    Verb(
        "digest",
        "digest daily|weekly [day] [time]",
        "When this channel's digest comes.",
        run=settings.set_digest,
        is_for_channel=True,
        options=settings.DIGEST_OPTIONS,
        detail=(
            "The digest has changes of wording, and what is watched with `deliver:daily` or"
            " `deliver:weekly`. Where nothing happened, nothing is posted."
        ),
        option_help=(("zone:", "the time zone by its city: `zone:Europe/Berlin`, `zone:Tokyo`"),),
        examples=("digest weekly monday 9:00", "digest daily 17:30 zone:Europe/Berlin"),
    ),
    Verb(
        "settings",
        "settings [min:] [threads:on|off] [digest:] [day:] [time:] [zone:] [quiet:] [health:]",
        "What holds for this whole channel: least severity, threads, digest, where health goes.",
        run=settings.change_settings,
        is_for_channel=True,
        options=settings.SETTINGS_OPTIONS,
        aliases=("config",),
        option_help=(
            ("min:", "the least severity told here, whatever a watch asks for"),
            ("threads:", "`on`: notes and further edits in threads; `off`: in the channel"),
            ("digest:", "which digest takes what is not told at once: `daily`, `weekly`"),
            ("day:", "of the weekly digest, such as `monday`"),
            ("time:", "of a digest, such as `9:00` or `5pm`"),
            ("zone:", "the time zone of that time, such as `Europe/Berlin`"),
            ("quiet:", "`on`: a digest in which nothing happened says so in one line"),
            ("health:", "where it is told that a document cannot be read: `here` or a #channel"),
        ),
        examples=("settings", "settings min:medium threads:off", "settings health:here"),
    ),
    Verb(
        "feedback",
        "feedback <text>",
        "Tell whoever runs Clausewatch here what is wrong or missing.",
        run=feedback.send_feedback,
        options=None,
        examples=("feedback the summary of CW-C-000321 misses the fee",),
    ),
    Verb(
        "debug",
        "debug",
        "Facts for whoever runs Clausewatch: ids, permissions, what waits.",
        answer=debug.show_facts,
        is_shareable=False,
    ),
    Verb(
        "help",
        "help [verb]",
        "This help, or that of one verb.",
        answer=_show_help,
        aliases=("?", "-h", "--help"),
        is_shareable=False,
    ),
)

VERBS_BY_NAME: Mapping[str, Verb] = {
    name: verb for verb in VERBS for name in (verb.name, *verb.aliases)
}
ALLOWED_OPTIONS: AllowedOptions = {
    name: (*(verb.options or ()), "page") if verb.answer else verb.options
    for name, verb in VERBS_BY_NAME.items()
}
"""The options of each verb and alias; answers also take the internal option `page`."""
