"""All paths of the record site, each with its page and those who may see it."""

from bot.exports.item_lists import COLLECTIONS
from bot.web.access import Audience
from bot.web.pages import (
    changes,
    clauses,
    documents,
    exports,
    feeds,
    pictures,
    platforms,
    provisions,
    record_files,
    reports,
    subprocessors,
    texts,
    workspace,
)
from bot.web.site import Route

_RECORD = r"{record:[A-Za-z]{1,3}-[A-Za-z]-[0-9]{1,15}}"
_MONTH = r"{month:[0-9]{4}-[0-9]{2}}"

ROUTES = (
    Route("/", platforms.list_platforms, Audience.CATALOGUE),
    Route(r"/platform/{key:[^/]{1,200}}", platforms.show_platform, Audience.CATALOGUE),
    Route(
        r"/platform/{key:[^/]{1,200}}/timeline.png",
        pictures.send_platform_timeline,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route(f"/document/{_RECORD}", documents.show_document, Audience.CATALOGUE),
    Route(
        f"/document/{_RECORD}/snapshot/{{sha256:[0-9a-f]{{64}}}}",
        documents.send_snapshot,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route(f"/provision/{_RECORD}", provisions.show_provision, Audience.CATALOGUE),
    Route(
        f"/provision/{_RECORD}.{{suffix:pdf|json}}",
        record_files.send_provision_file,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route("/changes", changes.list_changes, Audience.CATALOGUE),
    Route(
        f"/change/{_RECORD}.{{suffix:pdf|docx|json}}",
        record_files.send_change_file,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route(f"/change/{_RECORD}", changes.show_change, Audience.CATALOGUE),
    Route(f"/change/{_RECORD}/edit/{{number:[0-9]{{1,6}}}}", changes.find_edit, Audience.CATALOGUE),
    Route("/clauses", clauses.list_clauses, Audience.CATALOGUE),
    Route(r"/clause/{clause:[a-z_]{1,60}}", clauses.show_clause, Audience.CATALOGUE),
    Route(
        r"/clause/{clause:[a-z_]{1,60}}/timeline.png",
        pictures.send_clause_timeline,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route(r"/subprocessors/{key:[^/]{1,200}}", subprocessors.show_list, Audience.CATALOGUE),
    Route("/subprocessors", subprocessors.find_company, Audience.MEMBERS),
    Route("/compare", clauses.show_matrix, Audience.CATALOGUE),
    Route("/compare/map", clauses.show_map, Audience.CATALOGUE),
    Route("/compare/map.png", pictures.send_map, Audience.CATALOGUE, is_file=True),
    Route(
        r"/feed/channel/{channel:[A-Za-z0-9_-]{1,40}}.atom",
        feeds.send_channel_feed,
        Audience.FEEDS,
        is_file=True,
    ),
    Route(
        r"/feed/platform/{key:[^/]{1,200}}.atom",
        feeds.send_platform_feed,
        Audience.FEEDS,
        is_file=True,
    ),
    Route("/watchlists", workspace.list_watchlists, Audience.MEMBERS),
    Route(r"/watchlist/{channel:[A-Za-z0-9_-]{1,40}}", workspace.show_watchlist, Audience.MEMBERS),
    Route(
        r"/watchlist/{channel:[A-Za-z0-9_-]{1,40}}/map.png",
        pictures.send_watchlist_map,
        Audience.MEMBERS,
        is_file=True,
    ),
    Route("/reviews", workspace.list_open_reviews, Audience.MEMBERS),
    Route(
        f"/export/{{kind:{'|'.join(COLLECTIONS)}}}.{{suffix:csv|json}}",
        exports.send_table,
        Audience.MEMBERS,
        is_file=True,
    ),
    Route("/export/audit.zip", exports.send_audit_package, Audience.MEMBERS, is_file=True),
    Route("/exports", exports.list_exports, Audience.MEMBERS),
    Route(r"/report/clause/{clause:[a-z_]{1,60}}", reports.show_clause_report, Audience.CATALOGUE),
    Route(
        r"/report/clause/{clause:[a-z_]{1,60}}.{suffix:pdf|md}",
        reports.show_clause_report,
        Audience.CATALOGUE,
        is_file=True,
    ),
    Route(f"/report/month/{_MONTH}", reports.show_monthly_report, Audience.MEMBERS),
    Route(
        f"/report/month/{_MONTH}.{{suffix:pdf|md}}",
        reports.show_monthly_report,
        Audience.MEMBERS,
        is_file=True,
    ),
    Route("/methodology", texts.show_methodology, Audience.ALL),
    Route("/faq", texts.show_questions, Audience.ALL),
    Route("/notice", texts.show_notice, Audience.ALL),
    Route(r"/static/{name:[a-z]{1,20}\.[a-z]{2,3}}", texts.send_static, Audience.ALL, is_file=True),
)
