"""The pages to be changed: stored pages, and stored texts in page layouts of our own."""

import gzip
import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from benchmarks.metamorphic import page_layouts, page_tree
from benchmarks.metamorphic.page_tree import PolicyPage

_KINDS = (
    ("terms-of-service", "Terms of Service"),
    ("privacy-policy", "Privacy Policy"),
    ("commercial-terms", "Commercial Terms"),
    ("developer-terms", "Developer Terms"),
    ("data-processor-agreement", "Data Processor Agreement"),
)
_MIN_BLOCKS = 6
_LANG = re.compile(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})")
_MARKS = re.compile(r"[*_`\\]|\]\([^)]*\)|!?\[")


def _split_name(stem: str) -> tuple[str, str]:
    for slug, kind in _KINDS:
        if slug in stem:
            return stem.partition(f"-{slug}")[0], kind
    return stem, "Privacy Policy"


def _detect_language(markup: str, text: str) -> str:
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    if han > len(text) / 4:
        return "zh"
    counts = {
        lang: len(re.findall(rf"\b(?:{words})\b", text.casefold()))
        for lang, words in {
            "en": "the|and|of|you|to", "de": "und|der|die|sie|wir", "fr": "et|les|vous|de|des",
            "sv": "och|att|som|det|vi", "es": "los|que|y|para|usted", "it": "che|di|il|per|gli",
            "nl": "het|een|van|wij|voor", "pt": "n\u00e3o|os|uma|para|que", "pl": "nie|oraz|przez|jest|dane",
        }.items()
    }  # fmt: skip
    best = max(counts, key=lambda lang: counts[lang])
    found = _LANG.search(markup)
    return best if counts[best] else (found[1].lower() if found else "en")


def _read_gzip(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def prepare_page(draft: PolicyPage, text: str = "") -> PolicyPage | None:
    """Return a page ready for changes, or None if it has hardly any terms.

    `text` is the document's own text, if it is known.
    """
    try:
        markup = page_tree.normalise_markup(draft.markup)
    except ValueError:
        return None
    keys = frozenset(
        page_tree.make_key(_MARKS.sub("", line).strip(" |*-"))
        for part in text.splitlines()
        for line in [part, *part.split("|")]
    )
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
    language = draft.language or _detect_language(markup, plain)
    page = replace(draft, language=language, markup=markup, term_keys=keys - {""})
    return page if len(page_tree.find_terms(page, page.parse())) >= _MIN_BLOCKS else None


def read_corpus(folder: Path) -> Iterator[PolicyPage]:
    """Yield one good snapshot of each document in a list of pairs."""
    seen = set()
    for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = f"{row['service']} {row['document']}"
        if row["label"] == "broken" or name in seen:
            continue
        seen.add(name)
        markup = _read_gzip(folder / row["after"]["file"])
        url, group = row["url"] or "", "services of the corpus"
        if page := prepare_page(
            PolicyPage(name, row["service"], row["document"], url, "", markup, group)
        ):
            yield page


def _make_url(service: str, kind: str) -> str:
    return f"https://www.{service.replace('-', '')}.example/{kind.lower().replace(' ', '-')}"


def _name_group(source: str, service: str, known: frozenset[str] | None) -> str:
    """Return the group of a page. Without a corpus the unseen services are unknown."""
    if known is None:
        return f"{source}, services not told apart"
    return f"{source}, known services" if service in known else f"{source}, unseen services"


def read_stored_pages(
    folder: Path, texts: Path | None, known: frozenset[str] | None
) -> Iterator[PolicyPage]:
    """Yield the stored pages of a folder, with the texts of their documents if they are stored."""
    for path in sorted(folder.glob("*.html.gz")):
        stem = path.name.removesuffix(".html.gz")
        service, kind = _split_name(stem)
        text_path = texts / f"{stem.partition('.part')[0]}.md" if texts else None
        has_text = text_path is not None and text_path.exists()
        text = text_path.read_text(encoding="utf-8") if text_path and has_text else ""
        group = _name_group("real pages", service, known)
        draft = PolicyPage(
            f"{stem} page", service, kind, _make_url(service, kind), "", _read_gzip(path), group
        )
        if page := prepare_page(draft, text):
            yield page


def read_texts(folder: Path, known: frozenset[str] | None) -> Iterator[PolicyPage]:
    """Yield stored texts in pages with layouts of our own."""
    for path in sorted(folder.glob("*.md")):
        service, kind = _split_name(path.stem)
        body = render_markdown(path.read_text(encoding="utf-8"))
        number = int(sha256(path.stem.encode()).hexdigest()[:8], 16)
        markup = page_layouts.render_page(number, service.replace("-", " ").title(), kind, body)
        group = _name_group("framed texts", service, known)
        address = _make_url(service, kind)
        if page := prepare_page(
            PolicyPage(f"{path.stem} framed", service, kind, address, "", markup, group)
        ):
            yield page


def make_written_pages() -> Iterator[PolicyPage]:
    """Yield short policies written for this benchmark, in languages that the corpus lacks."""
    group = "written, languages not in the corpus"
    for place, (language, text) in enumerate(page_layouts.POLICIES.items()):
        for number in range(3):
            markup = page_layouts.render_page(
                place + number, "Lumenforge", "Privacy Policy", render_markdown(text)
            )
            name, service = f"written {language} {number}", f"lumen{language}"
            address = _make_url(service, "policy")
            draft = PolicyPage(name, service, "Privacy Policy", address, language, markup, group)
            if page := prepare_page(draft):
                yield page


def _render_inline(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = entities.escape(re.sub(r"\\(.)", r"\1", text), quote=False)
    text = re.sub(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<!\w)_([^_]+)_(?!\w)", r"<em>\1</em>", text)
    return re.sub(r" {2,}\n", "<br>", text).replace("\n", " ")


def _render_table(lines: list[str]) -> str:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not re.fullmatch(r"[\s|:-]+", line)
    ]
    prepare_page = ("".join(f"<td>{_render_inline(cell)}</td>" for cell in row) for row in rows)
    return (
        "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in prepare_page) + "</tbody></table>"
    )


def _render_block(chunk: str) -> str:
    lines = chunk.split("\n")
    if len(lines) == 2 and re.fullmatch(r"=+|-{3,}", lines[1].strip()):
        level = 1 if lines[1].startswith("=") else 2
        return f"<h{level}>{_render_inline(lines[0])}</h{level}>"
    head = re.match(r"(#{1,6})\s+(.*)", chunk, re.DOTALL)
    if head:
        level = len(head[1])
        return f"<h{level}>{_render_inline(head[2])}</h{level}>"
    if lines[0].lstrip().startswith("|"):
        return _render_table(lines)
    if re.match(r"\s*(?:[*-]|\d+\.)\s+\S", lines[0]):
        items = re.split(r"(?:^|\n)\s*(?:[*-]|\d+\.)\s+", chunk)[1:]
        return "<ul>" + "".join(f"<li>{_render_inline(item)}</li>" for item in items) + "</ul>"
    return "" if re.fullmatch(r"[\s*]+", chunk) else f"<p>{_render_inline(chunk)}</p>"


def render_markdown(markdown: str) -> str:
    """Return plain Markdown as HTML: headings, lists, tables, links and emphasis."""
    blocks = [
        _render_block(part.strip("\n")) for part in re.split(r"\n\s*\n", markdown) if part.strip()
    ]
    return "\n".join(blocks).replace("</ul>\n<ul>", "\n")
