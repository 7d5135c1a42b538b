"""The verbs that review changes, and those that look records up."""

from bot.slack.listeners import date_ranges, waiting_changes
from bot.slack.listeners.commands import (
    changes,
    chart,
    compare,
    deadlines,
    export,
    log,
    show,
    subprocessors,
)
from bot.slack.listeners.commands.verb import Verb, VerbGroup

UNTIL_HELP = ("until:", "the last day or month: `2026-10-31`, `october`; now by default")

REVIEWING = VerbGroup(
    "Review",
    (
        Verb(
            "review",
            "review [all] [mine|overdue|unassigned] [high|medium] [platform]",
            "List the changes that need a decision, highest severity first.",
            answer=waiting_changes.list_waiting,
            aliases=("reviews", "todo", "worklist", "open"),
            detail=(
                "Each change has buttons to mark it reviewed or assign it. You can also add a note"
                " and a due date. Add `all` for the whole workspace."
            ),
            examples=("review", "review mine overdue", "review all high"),
        ),
        Verb(
            "deadlines",
            "deadlines [all]",
            "List the days on which announced changes take effect or objections end.",
            answer=deadlines.list_deadlines,
            aliases=("deadline",),
            detail="Add `all` for the whole workspace.",
            examples=("deadlines", "deadlines all"),
        ),
        Verb(
            "log",
            "log [platform|CW-C-...] [since:90d] [until:...]",
            "Show who decided what about which change, and when.",
            answer=log.show_log,
            options=date_ranges.OPTIONS,
            aliases=("audit",),
            option_help=(
                ("since:", "how far back: `90d` (default), `1y`, or `2026-10-01`"),
                UNTIL_HELP,
            ),
            examples=("log", "log CW-C-000321", "log from january to march"),
        ),
        Verb(
            "changes",
            "changes [platform|all] [since:30d] [until:...] [about:subprocessors]",
            "List recent changes for this channel or one platform.",
            answer=changes.list_changes,
            options=changes.OPTIONS,
            aliases=("history",),
            detail="Add `all` for the whole workspace.",
            option_help=(
                ("since:", "how far back: `30d` (default), `2w`, `yesterday`, or `2026-10-01`"),
                UNTIL_HELP,
                ("about:", "only changes to subprocessor lists: `about:subprocessors`"),
            ),
            examples=("changes", "changes midjourney since:90d"),
        ),
        Verb(
            "change",
            "change <CW-C-...>",
            "Show one change.",
            answer=show.show_change,
            examples=("change CW-C-000321",),
        ),
    ),
)

RESEARCH = VerbGroup(
    "Research",
    (
        Verb(
            "export",
            "export changes|provisions|watchlist|reviews|subprocessors|audit [platform]"
            " [since:90d] [until:...] [format:csv|json]",
            "Get records as a file: tables, an audit package, a redline or a PDF.",
            answer=export.export_records,
            options=export.OPTIONS,
            aliases=("download",),
            detail=(
                "With a record ID you get that record: a change as a Word file with tracked"
                " changes, a provision as PDF. `export report ai training` compares how"
                " platforms describe a clause, `export month [2026-03]` sums up a month. Links"
                " work for this workspace and expire."
            ),
            is_shareable=False,
            option_help=(
                ("since:", "how far back: `90d` (default), `1y`, or `2026-10-01`"),
                UNTIL_HELP,
                (
                    "format:",
                    "`csv` or `json`; for a record `docx`, `pdf`, `json`; for a report `pdf`, `md`",
                ),
            ),
            examples=(
                "export changes since:1y",
                "export audit since:90d",
                "export CW-C-000321",
                "export report ai training",
                "export month",
            ),
        ),
        Verb(
            "show",
            "show <platform> [clause]",
            "Show a platform's documents and current provisions, or one clause in detail.",
            answer=show.show_records,
            aliases=("status",),
            detail=(
                "You can type clause types in your own words: `training my data`. Record IDs work"
                " too: `CW-D-00480` for a document, `CW-P-000012` for a provision."
            ),
            examples=("show midjourney", "show midjourney ai training", "show CW-D-00480"),
        ),
        Verb(
            "compare",
            "compare <clause>[, platform, ...]",
            "Compare one clause type across platforms.",
            answer=compare.compare_clause,
            detail="`compare subprocessors, ...` compares subprocessor lists.",
            examples=("compare ai training", "compare arbitration, midjourney, figma"),
        ),
        Verb(
            "chart",
            "chart [platform|clause]",
            "Draw changes over time, or this channel's platforms by clause type.",
            answer=chart.show_chart,
            aliases=("timeline", "map", "heatmap"),
            detail=(
                "With a platform or a clause type it counts changes to terms by month. On its own,"
                " it draws the positions of up to 25 platforms that this channel watches."
            ),
            examples=("chart", "chart midjourney", "chart ai training"),
        ),
        Verb(
            "subprocessors",
            "subprocessors <platform[, platform, ...]|using:company>",
            "List a platform's subprocessors, or the watched platforms that use a company.",
            answer=subprocessors.show_subprocessors,
            options=subprocessors.OPTIONS,
            aliases=("subprocessor", "sub-processors", "subs"),
            detail=(
                "With several platforms, it lists the companies that they share. Companies match"
                " without their legal form: `openai` finds `OpenAI OpCo, LLC`."
            ),
            option_help=(("using:", "a company, such as `using:openai`"),),
            examples=(
                "subprocessors figma",
                "subprocessors using:openai",
                "subprocessors figma, notion",
            ),
        ),
        Verb(
            "clauses",
            "clauses [clause]",
            "List the clause types Clausewatch recognises, or explain one.",
            answer=compare.list_clauses,
            aliases=("topics",),
            examples=("clauses", "clauses class action"),
        ),
    ),
)
