"""Pages without records: how records are made, frequent questions, and what they are not."""

from functools import cache
from importlib.resources import files

from aiohttp import web

from bot.web.visit import NotOnRecord, Visit
from clausewatch import extract, provisions
from clausewatch.provisions.record import ACTIONS_NOTE, DISCLAIMER, MAPPING_NOTE, METHOD

CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STATIC_LIFETIME_SECONDS = 3_600


async def show_methodology(visit: Visit) -> web.Response:
    """Say how changes are found, how provisions are recognised, and what the fields mean."""
    return visit.render(
        "methodology.html",
        "Methodology",
        method=METHOD,
        notes=(DISCLAIMER, MAPPING_NOTE, ACTIONS_NOTE),
        extractor=extract.RELEASE,
        engine=provisions.get_engine_release(),
    )


async def show_questions(visit: Visit) -> web.Response:
    """Answer frequent questions."""
    return visit.render(
        "faq.html", "Frequent questions", has_sign_in=visit.site.sign_in is not None
    )


async def show_notice(visit: Visit) -> web.Response:
    """Say that nothing here is legal advice."""
    return visit.render("notice.html", "Not legal advice", notes=(DISCLAIMER, MAPPING_NOTE))


async def send_static(visit: Visit) -> web.Response:
    """Send the stylesheet, the script or the icon."""
    found = load_static().get(visit.request.match_info["name"])
    if found is None:
        raise NotOnRecord("File not found.")
    body, content_type = found
    caching = f"public, max-age={STATIC_LIFETIME_SECONDS}"
    return web.Response(
        body=body, content_type=content_type, charset="utf-8", headers={"Cache-Control": caching}
    )


@cache
def load_static() -> dict[str, tuple[bytes, str]]:
    """Return the static files with their types by name."""
    folder = files("bot.web") / "static"
    return {
        path.name: (path.read_bytes(), CONTENT_TYPES[f".{path.name.rpartition('.')[2]}"])
        for path in folder.iterdir()
    }
