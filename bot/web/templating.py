"""The templates of the pages: every value is escaped, and an unknown value is an error."""

from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.links.site_links import build_path, build_record_path
from bot.records import phrases
from bot.records.report import Text
from clausewatch.model.documents import title_kind

ELLIPSIS = "…"


@cache
def load_templates() -> Environment:
    """Return the environment with all filters; it compiles a template once, for all sites."""
    environment = Environment(
        loader=PackageLoader("bot.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "day": phrases.format_day,
        "moment": phrases.format_moment,
        "count": phrases.format_count,
        "kind": title_kind,
        "position": phrases.describe_position,
        "prevalence": phrases.describe_prevalence,
        "confidence": phrases.describe_confidence,
        "grounds": phrases.describe_grounds,
        "details": phrases.select_details,
        "grade": phrases.describe_significance,
        "edit_name": phrases.name_edit,
        "effect": phrases.describe_effect,
        "direction": phrases.describe_direction,
        "record_path": build_record_path,
        "web_link": keep_web_link,
        "excerpt": shorten,
    }
    environment.tests["paragraph"] = lambda part: isinstance(part, Text)
    environment.globals |= {"build_path": build_path, "standings": phrases.STANDINGS}
    return environment


def keep_web_link(url: str) -> str:
    """Return a URL that a browser may open; for any other, such as `javascript:`, `#`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "#"
    return url if parts.scheme in {"http", "https"} and parts.netloc else "#"


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + ELLIPSIS
