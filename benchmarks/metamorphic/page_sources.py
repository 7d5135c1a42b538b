"""The pages that are changed: stored ones, and stored texts set into pages of our own making."""

import gzip
import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from benchmarks.metamorphic import page_layouts, page_tree
from benchmarks.metamorphic.page_tree import Site

_KINDS = (
    ("terms-of-service", "Terms of Service"),
    ("privacy-policy", "Privacy Policy"),
    ("commercial-terms", "Commercial Terms"),
    ("developer-terms", "Developer Terms"),
    ("data-processor-agreement", "Data Processor Agreement"),
)
_FEW_BLOCKS = 6
_LANG = re.compile(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})")
_MARKS = re.compile(r"[*_`\\]|\]\([^)]*\)|!?\[")


def _named(stem: str) -> tuple[str, str]:
    for slug, kind in _KINDS:
        if slug in stem:
            return stem.partition(f"-{slug}")[0], kind
    return stem, "Privacy Policy"


def _language(markup: str, text: str) -> str:
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


def _decoded(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def made(draft: Site, said: str = "") -> Site | None:
    """Return the site ready for changes, or None where the page has hardly any terms."""
    try:
        markup = page_tree.canonical(draft.markup)
    except ValueError:
        return None
    keys = frozenset(
        page_tree.key(_MARKS.sub("", line).strip(" |*-"))
        for part in said.splitlines()
        for line in [part, *part.split("|")]
    )
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
    language = draft.language or _language(markup, plain)
    site = replace(draft, language=language, markup=markup, said=keys - {""})
    return site if len(page_tree.terms(site, site.tree())) >= _FEW_BLOCKS else None


def corpus(folder: Path) -> Iterator[Site]:
    """Yield one good snapshot of each document of a list of pairs."""
    seen = set()
    for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = f"{row['service']} {row['document']}"
        if row["label"] == "broken" or name in seen:
            continue
        seen.add(name)
        markup = _decoded(folder / row["after"]["file"])
        url, group = row["url"] or "", "services of the corpus"
        if found := made(Site(name, row["service"], row["document"], url, "", markup, group)):
            yield found


def _address(service: str, kind: str) -> str:
    return f"https://www.{service.replace('-', '')}.example/{kind.lower().replace(' ', '-')}"


def _whose(what: str, service: str, known: frozenset[str] | None) -> str:
    """Return the group of a page; without a corpus nobody can tell which services are new."""
    if known is None:
        return f"{what}, services not told apart"
    return f"{what}, known services" if service in known else f"{what}, unseen services"


def stored(folder: Path, texts: Path | None, known: frozenset[str] | None) -> Iterator[Site]:
    """Yield pages kept as files, with the passages of their texts where these are kept, too."""
    for path in sorted(folder.glob("*.html.gz")):
        stem = path.name.removesuffix(".html.gz")
        service, kind = _named(stem)
        text = texts / f"{stem.partition('.part')[0]}.md" if texts else None
        said = text.read_text(encoding="utf-8") if text and text.exists() else ""
        group = _whose("real pages", service, known)
        draft = Site(
            f"{stem} page", service, kind, _address(service, kind), "", _decoded(path), group
        )
        if found := made(draft, said):
            yield found


def framed(folder: Path, known: frozenset[str] | None) -> Iterator[Site]:
    """Yield texts set into pages: real terms, frames of our own."""
    for path in sorted(folder.glob("*.md")):
        service, kind = _named(path.stem)
        body = html_of(path.read_text(encoding="utf-8"))
        number = int(sha256(path.stem.encode()).hexdigest()[:8], 16)
        markup = page_layouts.frame(number, service.replace("-", " ").title(), kind, body)
        group = _whose("framed texts", service, known)
        address = _address(service, kind)
        if found := made(Site(f"{path.stem} framed", service, kind, address, "", markup, group)):
            yield found


def written() -> Iterator[Site]:
    """Yield short policies written for this benchmark, in languages the corpus lacks."""
    group = "written, languages not in the corpus"
    for place, (language, text) in enumerate(page_layouts.FOREIGN.items()):
        for number in range(3):
            markup = page_layouts.frame(
                place + number, "Lumenforge", "Privacy Policy", html_of(text)
            )
            name, service = f"written {language} {number}", f"lumen{language}"
            address = _address(service, "policy")
            draft = Site(name, service, "Privacy Policy", address, language, markup, group)
            if found := made(draft):
                yield found


def _inline(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = entities.escape(re.sub(r"\\(.)", r"\1", text), quote=False)
    text = re.sub(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<!\w)_([^_]+)_(?!\w)", r"<em>\1</em>", text)
    return re.sub(r" {2,}\n", "<br>", text).replace("\n", " ")


def _table(lines: list[str]) -> str:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not re.fullmatch(r"[\s|:-]+", line)
    ]
    made = ("".join(f"<td>{_inline(cell)}</td>" for cell in row) for row in rows)
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in made) + "</tbody></table>"


def _block(chunk: str) -> str:
    lines = chunk.split("\n")
    if len(lines) == 2 and re.fullmatch(r"=+|-{3,}", lines[1].strip()):
        level = 1 if lines[1].startswith("=") else 2
        return f"<h{level}>{_inline(lines[0])}</h{level}>"
    head = re.match(r"(#{1,6})\s+(.*)", chunk, re.DOTALL)
    if head:
        level = len(head[1])
        return f"<h{level}>{_inline(head[2])}</h{level}>"
    if lines[0].lstrip().startswith("|"):
        return _table(lines)
    if re.match(r"\s*(?:[*-]|\d+\.)\s+\S", lines[0]):
        items = re.split(r"(?:^|\n)\s*(?:[*-]|\d+\.)\s+", chunk)[1:]
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    return "" if re.fullmatch(r"[\s*]+", chunk) else f"<p>{_inline(chunk)}</p>"


def html_of(markdown: str) -> str:
    """Return plain Markdown as HTML: headings, lists, tables, links and emphasis."""
    blocks = [_block(part.strip("\n")) for part in re.split(r"\n\s*\n", markdown) if part.strip()]
    return "\n".join(blocks).replace("</ul>\n<ul>", "\n")
