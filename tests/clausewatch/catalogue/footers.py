"""Home pages of invented platforms, in the shapes that footers have, in many languages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

HOME = "https://www.brillo.example/"


@dataclass(frozen=True)
class Said:
    """How a footer of one language speaks; a switch and a teaser are no policies."""

    language: str
    privacy: str
    terms: str
    cookies: str
    switch: str
    teaser: str


LANGUAGES = tuple(
    Said(*line.split("\t"))
    for line in (Path(__file__).parent / "footers.tsv").read_text("utf-8").splitlines()
)


@dataclass(frozen=True)
class Home:
    """A home page, and where its policies are."""

    name: str
    body: bytes
    privacy: str
    terms: str
    decoys: tuple[str, ...]
    """Addresses that must not be offered as a policy."""


Shape = Callable[[Said], tuple[str, str, str]]
"""Makes the page's end, and says where privacy policy and terms are."""


def columns(said: Said) -> tuple[str, str, str]:
    """A footer of columns, the policies in the last."""
    return (
        f"""<footer class="site-footer"><div class="col"><h4>Brillo</h4><ul>
        <li><a href="/jobs">Jobs</a></li>
        <li><a href="/blog/post-7">{said.teaser}</a></li></ul></div>
        <div class="col"><h4>Info</h4><ul><li><a href="/legal/privacy">{said.privacy}</a></li>
        <li><a href="/legal/terms">{said.terms}</a></li>
        <li><a href="/legal/cookies">{said.cookies}</a></li>
        <li><a href="/consent" class="ot-sdk">{said.switch}</a></li></ul></div></footer>""",
        "/legal/privacy",
        "/legal/terms",
    )


def one_line(said: Said) -> tuple[str, str, str]:
    """A line of small links after the copyright, at addresses that say nothing."""
    return (
        f"""<div id="bottom-bar"><small>© 2026 Brillo Ltd. <a href="p/1001">{said.privacy}</a> |
        <a href="p/1002">{said.terms}</a> | <a href='p/1003'>{said.cookies}</a> |
        <a href="#" onclick="consent()">{said.switch}</a></small></div>""",
        "/p/1001",
        "/p/1002",
    )


def nested_spans(said: Said) -> tuple[str, str, str]:
    """Links whose words lie in nested elements, with blanks and line breaks between."""
    return (
        f"""<div role="contentinfo"><nav><a href="https://www.brillo.example/a/pp?lang=x">
        <span>\n  <b>{said.privacy}</b>\n </span></a><a href="https://www.brillo.example/a/tos">
        <span class="text">{said.terms}\u00a0</span></a></nav></div>""",
        "/a/pp?lang=x",
        "/a/tos",
    )


def policy_host(said: Said) -> tuple[str, str, str]:
    """Policies on a host of their own, opened in a new window."""
    return (
        f"""<footer><p><a target="_blank" href="https://policies.brillo.example/privacy/">
        {said.privacy}</a> · <a target="_blank" href="//policies.brillo.example/terms/">
        {said.terms}</a>
        </p></footer>""",
        "https://policies.brillo.example/privacy/",
        "https://policies.brillo.example/terms/",
    )


def unclosed(said: Said) -> tuple[str, str, str]:
    """Old markup: tables, upper case, nothing closed."""
    return (
        f"""<TABLE><TR><TD CLASS=foot><A HREF=/docs/privacy.html>{said.privacy}</A>
        <TD CLASS=foot><A HREF="/docs/agb_terms.html">{said.terms}<TD CLASS=foot>
        <A HREF="mailto:x@brillo.example">Mail</A>""",
        "/docs/privacy.html",
        "/docs/agb_terms.html",
    )


def labelled(said: Said) -> tuple[str, str, str]:
    """Icons with a label for screen readers, and an image with a text."""
    return (
        f"""<footer><a href="/x/shield" aria-label="{said.privacy}"><svg></svg></a>
        <a href="/x/scroll"><img src="s.png" alt="{said.terms}"></a></footer>""",
        "/x/shield",
        "/x/scroll",
    )


def drawn_by_script(said: Said) -> tuple[str, str, str]:
    """A page whose footer scripts draw: addresses are in its data."""
    state = {
        "footer": {"links": [
            {"label": said.privacy, "href": "/legal/privacy-policy"},
            {"label": said.terms, "href": "/legal/terms-of-use"},
            {"label": "logo", "href": "/static/privacy-icon.svg"},
        ]}
    }  # fmt: skip
    return (
        f"""<div id="root"></div><script id="__DATA__" type="application/json">{json.dumps(state)}
        </script>""",
        "/legal/privacy-policy",
        "/legal/terms-of-use",
    )


def marked(said: Said) -> tuple[str, str, str]:
    """Links that say by their rel what they are, under words that do not."""
    return (
        f"""<footer><a rel="privacy-policy" href="/one">Brillo & {said.language}</a>
        <a rel="terms-of-service nofollow" href="/two">§</a></footer>""",
        "/one",
        "/two",
    )


SPOKEN: tuple[Shape, ...] = (columns, one_line, nested_spans, policy_host, unclosed, labelled)
WORDLESS: tuple[Shape, ...] = (drawn_by_script, marked)
DECOYS = ("/blog/post-7", "/consent", "/blog/privacy-by-design", "/static/privacy-icon.svg")


def homes() -> list[Home]:
    """Return 50 pages: two for each way of speaking, the shapes in turn, and the wordless ones."""
    made = []
    for index, said in enumerate(LANGUAGES):
        shapes = (SPOKEN[index % len(SPOKEN)], SPOKEN[(index // 2 + 3) % len(SPOKEN)])
        made += [_home(f"{index}-{at}", said, shape) for at, shape in enumerate(shapes)]
    made += [_home(f"wordless-{at}", LANGUAGES[0], shape) for at, shape in enumerate(WORDLESS)]
    return made


def _home(name: str, said: Said, shape: Shape) -> Home:
    end, *targets = shape(said)
    body = f"""<!doctype html><html lang="{said.language}"><head><meta charset="utf-8">
        <title>Brillo</title></head><body><header><nav><a href="/">Brillo</a>
        <a href="/pricing">Pricing</a><a href="/login">Log in</a></nav></header>
        <main><h1>Brillo</h1><p>We keep things bright. <a href="/blog/privacy-by-design">
        Read how we build for privacy from the first day on, in nine chapters and an
        epilogue.</a></p></main>{end}</body></html>"""
    privacy, terms = (urljoin(HOME, target) for target in targets)
    return Home(f"{said.language}-{name}-{shape.__name__}", body.encode(), privacy, terms, DECOYS)
