"""Home pages of invented platforms with many shapes of footers, in many languages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

HOME = "https://www.brillo.example/"


@dataclass(frozen=True)
class FooterLabels:
    """The labels of a footer in one language; the last two do not lead to policies."""

    language: str
    privacy: str
    terms: str
    cookies: str
    switch: str
    """The label of a consent switch."""
    teaser: str
    """The title of an article about privacy."""


LANGUAGES = tuple(
    FooterLabels(*line.split("\t"))
    for line in (Path(__file__).parent / "footers.tsv").read_text("utf-8").splitlines()
)


@dataclass(frozen=True)
class HomePage:
    """A home page, and the URLs of its policies."""

    name: str
    body: bytes
    privacy: str
    terms: str
    decoys: tuple[str, ...]
    """The ends of URLs that do not lead to a policy."""


Shape = Callable[[FooterLabels], tuple[str, str, str]]
"""Makes the end of a page, and the URLs of privacy policy and terms in it."""


def make_columns(labels: FooterLabels) -> tuple[str, str, str]:
    """Make a footer of columns with the policies in the last one."""
    return (
        f"""<footer class="site-footer"><div class="col"><h4>Brillo</h4><ul>
        <li><a href="/jobs">Jobs</a></li>
        <li><a href="/blog/post-7">{labels.teaser}</a></li></ul></div>
        <div class="col"><h4>Info</h4><ul><li><a href="/legal/privacy">{labels.privacy}</a></li>
        <li><a href="/legal/terms">{labels.terms}</a></li>
        <li><a href="/legal/cookies">{labels.cookies}</a></li>
        <li><a href="/consent" class="ot-sdk">{labels.switch}</a></li></ul></div></footer>""",
        "/legal/privacy",
        "/legal/terms",
    )


def make_line(labels: FooterLabels) -> tuple[str, str, str]:
    """Make a line of small links after the copyright, with URLs that name no policy."""
    return (
        f"""<div id="bottom-bar"><small>© 2026 Brillo Ltd. <a href="p/1001">{labels.privacy}</a> |
        <a href="p/1002">{labels.terms}</a> | <a href='p/1003'>{labels.cookies}</a> |
        <a href="#" onclick="consent()">{labels.switch}</a></small></div>""",
        "/p/1001",
        "/p/1002",
    )


def make_nested_spans(labels: FooterLabels) -> tuple[str, str, str]:
    """Make links whose words are in nested elements, with spaces and line breaks."""
    return (
        f"""<div role="contentinfo"><nav><a href="https://www.brillo.example/a/pp?lang=x">
        <span>\n  <b>{labels.privacy}</b>\n </span></a><a href="https://www.brillo.example/a/tos">
        <span class="text">{labels.terms}\u00a0</span></a></nav></div>""",
        "/a/pp?lang=x",
        "/a/tos",
    )


def make_policy_host(labels: FooterLabels) -> tuple[str, str, str]:
    """Make links to policies on a host of their own."""
    return (
        f"""<footer><p><a target="_blank" href="https://policies.brillo.example/privacy/">
        {labels.privacy}</a> · <a target="_blank" href="//policies.brillo.example/terms/">
        {labels.terms}</a>
        </p></footer>""",
        "https://policies.brillo.example/privacy/",
        "https://policies.brillo.example/terms/",
    )


def make_unclosed_markup(labels: FooterLabels) -> tuple[str, str, str]:
    """Make old markup: tables, upper case, no closing tags."""
    return (
        f"""<TABLE><TR><TD CLASS=foot><A HREF=/docs/privacy.html>{labels.privacy}</A>
        <TD CLASS=foot><A HREF="/docs/agb_terms.html">{labels.terms}<TD CLASS=foot>
        <A HREF="mailto:x@brillo.example">Mail</A>""",
        "/docs/privacy.html",
        "/docs/agb_terms.html",
    )


def make_icons(labels: FooterLabels) -> tuple[str, str, str]:
    """Make an icon with a label for screen readers, and an image with a text."""
    return (
        f"""<footer><a href="/x/shield" aria-label="{labels.privacy}"><svg></svg></a>
        <a href="/x/scroll"><img src="s.png" alt="{labels.terms}"></a></footer>""",
        "/x/shield",
        "/x/scroll",
    )


def make_script_data(labels: FooterLabels) -> tuple[str, str, str]:
    """Make a footer that scripts build from the data of the page."""
    state = {
        "footer": {"links": [
            {"label": labels.privacy, "href": "/legal/privacy-policy"},
            {"label": labels.terms, "href": "/legal/terms-of-use"},
            {"label": "logo", "href": "/static/privacy-icon.svg"},
        ]}
    }  # fmt: skip
    return (
        f"""<div id="root"></div><script id="__DATA__" type="application/json">{json.dumps(state)}
        </script>""",
        "/legal/privacy-policy",
        "/legal/terms-of-use",
    )


def make_rels(labels: FooterLabels) -> tuple[str, str, str]:
    """Make links whose `rel` names the policy, and whose label does not."""
    return (
        f"""<footer><a rel="privacy-policy" href="/one">Brillo & {labels.language}</a>
        <a rel="terms-of-service nofollow" href="/two">§</a></footer>""",
        "/one",
        "/two",
    )


LABELLED_SHAPES: tuple[Shape, ...] = (
    make_columns,
    make_line,
    make_nested_spans,
    make_policy_host,
    make_unclosed_markup,
    make_icons,
)
OTHER_SHAPES: tuple[Shape, ...] = (make_script_data, make_rels)
DECOYS = ("/blog/post-7", "/consent", "/blog/privacy-by-design", "/static/privacy-icon.svg")


def make_home_pages() -> list[HomePage]:
    """Return 50 pages: two in each language with the shapes in turn, and the other shapes."""
    pages = []
    for index, labels in enumerate(LANGUAGES):
        shapes = (
            LABELLED_SHAPES[index % len(LABELLED_SHAPES)],
            LABELLED_SHAPES[(index // 2 + 3) % len(LABELLED_SHAPES)],
        )
        pages += [
            _make_home_page(f"{index}-{at}", labels, shape) for at, shape in enumerate(shapes)
        ]
    pages += [
        _make_home_page(f"wordless-{at}", LANGUAGES[0], shape)
        for at, shape in enumerate(OTHER_SHAPES)
    ]
    return pages


def _make_home_page(name: str, labels: FooterLabels, shape: Shape) -> HomePage:
    end, *targets = shape(labels)
    body = f"""<!doctype html><html lang="{labels.language}"><head><meta charset="utf-8">
        <title>Brillo</title></head><body><header><nav><a href="/">Brillo</a>
        <a href="/pricing">Pricing</a><a href="/login">Log in</a></nav></header>
        <main><h1>Brillo</h1><p>We keep things bright. <a href="/blog/privacy-by-design">
        Read how we build for privacy from the first day on, in nine chapters and an
        epilogue.</a></p></main>{end}</body></html>"""
    privacy, terms = (urljoin(HOME, target) for target in targets)
    return HomePage(
        f"{labels.language}-{name}-{shape.__name__}", body.encode(), privacy, terms, DECOYS
    )
