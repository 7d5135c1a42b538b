"""The verbs that fill the watchlist and keep its documents readable."""

from bot.slack.listeners import watch_options
from bot.slack.listeners.commands import accept, address, check, unwatch, watch, watchlist
from bot.slack.listeners.commands.verb import Verb, VerbGroup

WATCHLIST = VerbGroup(
    "Watchlist",
    (
        Verb(
            "watch",
            "watch <platform|url> [docs:privacy,terms] [min:low|medium|high]"
            " [clauses:ai_training,...] [deliver:now|daily|weekly]",
            "Add platforms to this channel's watchlist.",
            run=watch.watch_platforms,
            is_for_channel=True,
            options=watch_options.OPTIONS,
            aliases=("add", "follow"),
            detail=(
                "Enter names, domains, home pages or policy URLs. Separate them by commas or line"
                " breaks. If a site isn't in the catalogue, Clausewatch searches it for policies"
                " and suggests them. A `+` between URLs makes them pages of one document. Run it"
                " again to change single options; the others stay the same."
            ),
            option_help=(
                ("docs:", "which documents: `privacy`, `terms`, `cookies`, `dpa`, … or `all`"),
                ("min:", "minimum severity to be notified about: `low` (all), `medium`, `high`"),
                ("clauses:", "only these clause types, or `all`; see `clauses`"),
                ("deliver:", "`now`, or in the channel's `daily` or `weekly` digest"),
                ("name:", "display name for a platform that isn't in the catalogue"),
                ("select:", "the part of the page that is the policy, as a CSS selector"),
                ("remove:", "parts of the page to ignore, as a CSS selector"),
                ("language:", "the language to request, such as `de`"),
                ("browser:", "`on` for pages rendered with JavaScript"),
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
            "unwatch <platform|all>",
            "Remove platforms from this channel's watchlist.",
            run=unwatch.unwatch_platforms,
            is_for_channel=True,
            options=unwatch.OPTIONS,
            option_help=(("confirm:", "`yes`: remove all without asking"),),
            aliases=("remove", "unfollow"),
            detail="History is kept. You can undo this from the channel message.",
            examples=("unwatch midjourney",),
        ),
        Verb(
            "list",
            "list [all]",
            "Show this channel's watchlist and the status of each document.",
            answer=watchlist.list_watches,
            aliases=("ls", "watchlist"),
            detail="Add `all` for the whole workspace.",
            examples=("list", "list all"),
        ),
        Verb(
            "check",
            "check <platform|all>",
            "Check a platform's documents now.",
            run=check.check_platforms,
            aliases=("refresh",),
            detail="Each document is also checked regularly, every six hours by default.",
            examples=("check midjourney",),
        ),
        Verb(
            "address",
            "address <platform> [document] <url>",
            "Update the URL of a document. Its history is kept.",
            run=address.change_url,
            is_for_channel=True,
            options=address.OPTIONS,
            aliases=("url", "move", "readdress"),
            detail=(
                "The new URL applies to every channel in this workspace that watches the document."
                " You can also name the document by its record ID: `CW-D-00480`."
            ),
            option_help=(("docs:", "which document, if the platform has several"),),
            examples=(
                "address midjourney privacy https://example.com/privacy",
                "address CW-D-00480 https://example.com/privacy",
            ),
        ),
        Verb(
            "accept",
            "accept <platform> [document]",
            "Accept the current page as the policy when Clausewatch isn't sure.",
            run=accept.accept_document,
            is_for_channel=True,
            options=accept.OPTIONS,
            detail=(
                "Use this when a page loaded but wasn't recognised as the policy. If its terms"
                " differ from the stored version, you'll get an alert."
            ),
            option_help=(("docs:", "which document, if the platform has several"),),
            examples=("accept midjourney terms", "accept CW-D-00480"),
        ),
    ),
)
