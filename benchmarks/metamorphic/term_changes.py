"""Changes of the terms, one at a time. Each must be told."""

import random
import re
from collections.abc import Callable

from lxml.html import HtmlElement

from benchmarks.metamorphic import page_tree, sample_texts
from benchmarks.metamorphic.page_tree import (
    Site,
    after,
    before,
    drop,
    parsed,
    replace_once,
    text_of,
)

Change = Callable[[HtmlElement, list[HtmlElement], Site, random.Random], bool]
"""Alters a tree in place; False where the page has nothing of the kind."""
TOLD: dict[str, Change] = {}
_FEW = 6
_TRIES = 40


def told(change: Change) -> Change:
    """Enter a change into the table."""
    TOLD[change.__name__] = change
    return change


def sentence(site: Site, rng: random.Random) -> str:
    """Return a sentence in the language of the page."""
    return rng.choice(sample_texts.SENTENCES.get(site.language, sample_texts.SENTENCES["en"]))


def _prose(blocks: list[HtmlElement], rng: random.Random, tag: str = "") -> HtmlElement | None:
    some = [b for b in blocks if (b.tag == tag if tag else b.tag in {"p", "div", "li"})]
    return rng.choice(some) if some else None


def _somewhere(blocks: list[HtmlElement], rng: random.Random) -> HtmlElement:
    cut = len(blocks) // 10
    return page_tree.step_out(rng.choice(blocks[cut : len(blocks) - cut] or blocks))


def _wrapped(text: str, rng: random.Random) -> str:
    shape = rng.choice(
        (
            "<p>{}</p>",
            "<div>{}</div>",
            "<p><span>{}</span></p>",
            '<div class="x{n}"><div><p>{}</p></div></div>',
            "<p><strong>{}</strong></p>",
            "<p><small>{}</small></p>",
            "<blockquote>{}</blockquote>",
        )
    )
    return shape.replace("{n}", str(rng.randrange(9999))).replace("{}", text)


def _swap(pattern: str, new: str) -> Change:
    compiled = re.compile(pattern)

    def change(
        _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
    ) -> bool:
        order = rng.sample(blocks, len(blocks))
        return any(replace_once(block, compiled, new) for block in order)

    return change


def _of_language(table: dict[str, tuple[tuple[str, str], ...]]) -> Change:
    def change(
        tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
    ) -> bool:
        rows = list(table.get(site.language, ()))
        rng.shuffle(rows)
        return any(_swap(old, new)(tree, blocks, site, rng) for old, new in rows)

    return change


@told
def sentence_added_in_paragraph(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A sentence more at the end of a paragraph or item."""
    block = _prose(blocks, rng)
    if block is None:
        return False
    block.append(parsed(f"<span> {sentence(site, rng)}</span>"))
    return True


@told
def sentence_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """The last sentence of a piece of text goes."""
    ends = "\u3002" if site.language in {"zh", "ja"} else r"[.!?] "
    for block in rng.sample(blocks, len(blocks)):
        for owner, side, piece in page_tree.texts(block):
            parts = re.split(f"(?<={ends[0] if len(ends) == 1 else '[.!?]'})\\s*(?=\\S)", piece)
            if len(parts) > 1 and len(parts[-1]) > 25 and len(parts[-2]) > 25:
                setattr(owner, side, piece[: len(piece) - len(parts[-1])])
                return True
    return False


@told
def paragraph_added(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A paragraph more in the middle, in one of several wrappings."""
    after(_somewhere(blocks, rng), parsed(_wrapped(sentence(site, rng), rng)))
    return True


@told
def paragraph_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A paragraph goes, one that is said once."""
    once = [text_of(b) for b in blocks]
    some = [b for b in blocks if b.tag in {"p", "div", "li"} and once.count(text_of(b)) == 1]
    if not some:
        return False
    drop(rng.choice(some))
    return True


@told
def paragraph_at_the_start(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A paragraph more before the first."""
    before(page_tree.step_out(blocks[0]), parsed(_wrapped(sentence(site, rng), rng)))
    return True


@told
def paragraph_at_the_end(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A paragraph more after the last."""
    after(page_tree.step_out(blocks[-1]), parsed(_wrapped(sentence(site, rng), rng)))
    return True


@told
def summary_box(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """The short of it, in a box above the terms."""
    name = rng.choice(("summary", "key-points", "tldr", "highlights", "callout", "bx-71", "notice"))
    first, second = sentence(site, rng), sentence(site, rng)
    tag = rng.choice(("div", "section", "aside"))
    new = (
        f'<{tag} class="{name}"><h3>In short</h3><ul><li>{first}</li><li>{second}</li></ul></{tag}>'
    )
    before(page_tree.step_out(blocks[min(1, len(blocks) - 1)]), parsed(new))
    return True


@told
def callout_inside(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A remark in a box between two sections."""
    name = rng.choice(("alert alert-info", "note", "box", "card", "css-1x9", "important"))
    new = f'<div class="{name}"><p>{sentence(site, rng)}</p></div>'
    after(_somewhere(blocks, rng), parsed(new))
    return True


@told
def folded_question(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A question more, whose answer folds out."""
    text = sentence(site, rng)
    new = rng.choice(
        (
            f"<details><summary>What else should I know?</summary><p>{text}</p></details>",
            '<div class="accordion-item"><button aria-expanded="false" aria-controls="a9">More'
            f'</button><div id="a9" role="region" hidden><p>{text}</p></div></div>',
            f'<div class="faq"><h4>Anything else?</h4><div class="panel"><p>{text}</p></div></div>',
            f'<div class="collapse" style="display:none" aria-hidden="true"><p>{text}</p></div>',
        )
    )
    after(_somewhere(blocks, rng), parsed(new))
    return True


@told
def definition_added(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A term and its meaning in a definition list."""
    new = f"<dl><dt>Partner Content</dt><dd>{sentence(site, rng)}</dd></dl>"
    after(_somewhere(blocks, rng), parsed(new))
    return True


@told
def footnote_added(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """A footnote under the terms."""
    mark = rng.choice(("<sup>1</sup> ", "* ", "[1] ", "\u2020 "))
    tag = rng.choice(("small", "em", "span"))
    new = f"<p><{tag}>{mark}{sentence(site, rng)}</{tag}></p>"
    after(page_tree.step_out(blocks[-1]), parsed(new))
    return True


@told
def short_section_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A heading and one short line."""
    head, line = rng.choice(
        (
            ("Minimum age", "You must be 21."),
            ("Governing law", "Texas."),
            ("Refunds", "None."),
            ("Retention", "Seven years."),
            ("Languages", "The Dutch text prevails."),
        )
    )
    place = _somewhere(blocks, rng)
    after(place, parsed(f"<div><h3>{head}</h3><p>{line}</p></div>"))
    return True


@told
def item_added(
    _tree: HtmlElement, blocks: list[HtmlElement], site: Site, rng: random.Random
) -> bool:
    """An item more in a list of the terms."""
    block = _prose(blocks, rng, "li")
    if block is None:
        return False
    short = ("Fingerprints", "Credit reports", "Payroll records", "Health insurers", "Voice prints")
    text = rng.choice(short) if rng.random() < 0.5 else sentence(site, rng)
    after(block, parsed(f"<li>{text}</li>"))
    return True


@told
def item_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """An item less."""
    block = _prose(blocks, rng, "li")
    if block is None:
        return False
    drop(block)
    return True


def _rows(blocks: list[HtmlElement]) -> list[HtmlElement]:
    rows = []
    for block in blocks:
        if block.tag == "td" or any(a.tag == "td" for a in block.iterancestors()):
            row = next((a for a in block.iterancestors() if a.tag == "tr"), None)
            if row is not None and row not in rows and all(page_tree.is_leaf(c) for c in row):
                rows.append(row)
    return rows


@told
def row_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A processor or cookie more in a table that stands there."""
    rows = _rows(blocks)
    if not rows:
        return False
    row = rng.choice(rows)
    count = len(row.findall("td"))
    cells = [rng.choice(sample_texts.PARTIES), "Fraud checks", "Canada", "90 days", "_fw_sid"][
        :count
    ]
    after(row, parsed("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"))
    return True


@told
def row_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A row less."""
    rows = _rows(blocks)
    if not rows:
        return False
    drop(rng.choice(rows))
    return True


@told
def cell_changed(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """Another value in one cell."""
    rows = _rows(blocks)
    if not rows:
        return False
    cell = rng.choice(rng.choice(rows).findall("td"))
    new = rng.choice(("Fernwick Analytics", "24 months", "Not applicable", "Consent", "Singapore"))
    for child in list(cell):
        cell.remove(child)
    cell.text = new
    return True


@told
def table_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A small table of processors."""
    rows = "".join(
        f"<tr><td>{party}</td><td>{use}</td></tr>"
        for party, use in zip(
            sample_texts.PARTIES[:3], ("Hosting", "Billing", "E-mail"), strict=True
        )
    )
    after(_somewhere(blocks, rng), parsed(f"<table><tbody>{rows}</tbody></table>"))
    return True


@told
def address_lines_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A postal address in short lines."""
    lines = (
        rng.choice(sample_texts.PARTIES),
        rng.choice(sample_texts.STREETS),
        rng.choice(sample_texts.TOWNS),
    )
    shape = rng.choice(("<p>{}</p>", "<address>{}</address>", "<div>{}</div>"))
    joined = "<br>".join(line.replace("&", "&amp;") for line in lines)
    after(page_tree.step_out(blocks[-1]), parsed(shape.format(joined)))
    return True


@told
def contact_line_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """An address to write to, as a line by itself."""
    name = rng.choice(("dpo", "legal", "privacy.eu", "appeals"))
    at = f"{name}@contact.example"
    shape = rng.choice(
        (
            f'<p>E-mail: <a href="mailto:{at}">{at}</a></p>',
            f'<p><a href="mailto:{at}">{at}</a></p>',
            f"<div>{at}</div>",
        )
    )
    after(page_tree.step_out(blocks[-1]), parsed(shape))
    return True


@told
def way_out_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A sentence that is, or ends in, a link to opt out."""
    shape = rng.choice(
        (
            '<p><a href="/optout">Opt out of the sale of your data here</a>.</p>',
            '<p>To object to profiling, <a href="/choices">use this form</a>.</p>',
            '<p>California residents: <a href="/ccpa">Do not sell my personal information</a></p>',
            '<div><a href="/optout">Stop personalised advertising</a></div>',
        )
    )
    after(_somewhere(blocks, rng), parsed(shape))
    return True


@told
def price_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A price, in a short paragraph."""
    line = rng.choice(
        ("The plan costs $12 per month.", "Late fee: 15 EUR.", "Plus: 9,99 \u20ac / Monat")
    )
    after(_somewhere(blocks, rng), parsed(f"<p>{line}</p>"))
    return True


@told
def section_removed(
    tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A heading goes with all that stands under it."""
    inside = set(blocks)
    heads = [h for h in tree.body.iter("h2", "h3") if h.getnext() is not None]
    rng.shuffle(heads)
    for head in heads:
        under = []
        node = head.getnext()
        while node is not None and node.tag not in {"h1", "h2", "h3"}:
            under.append(node)
            node = node.getnext()
        if any(n in inside or any(d in inside for d in n.iter()) for n in under):
            for node in (head, *under):
                drop(node)
            return True
    return False


@told
def party_added_to_a_list(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A name more in an enumeration inside a sentence."""
    pattern = re.compile(
        r"(?<=[a-z]), (?=[a-z]+(?: [a-z]+)?,? (?:and|or|et|und|ou|oder|och|eller) )"
    )
    order = rng.sample(blocks, len(blocks))
    return any(replace_once(b, pattern, f", {rng.choice(sample_texts.PARTIES)}, ") for b in order)


@told
def loud_paragraph(
    _tree: HtmlElement, blocks: list[HtmlElement], _site: Site, rng: random.Random
) -> bool:
    """A disclaimer in capitals."""
    line = rng.choice(
        (
            "THE SERVICE COMES WITHOUT WARRANTY OF ANY KIND.",
            "YOU AGREE TO ARBITRATE EVERY CLAIM.",
        )
    )
    after(_somewhere(blocks, rng), parsed(f"<p><b>{line}</b></p>"))
    return True


TOLD["negated"] = _of_language(
    {
        "en": (
            (r"\b(may|will|can|do|does|are|is|must|shall) (?!not\b)", r"\1 not "),
            (r"\b(may|will|do|does|are|is|must|shall) not ", r"\1 "),
        ),
        "de": ((r"\b(d\u00fcrfen|k\u00f6nnen|werden|ist|sind) (?!nicht)", r"\1 nicht "),
               (r"\bnicht ", "")),
        "fr": ((r"\bne ([a-z]+) pas\b", r"\1"), (r"\b(peut|peuvent|sont|est) (?!pas)", r"\1 pas ")),
        "sv": ((r"\b(kan|f\u00e5r|ska|\u00e4r) (?!inte)", r"\1 inte "),),
        "zh": ((r"\u4e0d(?=[\u4e00-\u9fff])", ""), (r"(?<=[\u4e00-\u9fff])\u4f1a(?=[\u4e00-\u9fff])", "\u4e0d\u4f1a")),
        "es": ((r"\b(puede|pueden|podemos|vendemos|es|son) ", r"no \1 "), (r"\bno ", "")),
        "it": ((r"\bnon ", ""), (r"\b(possiamo|vendiamo|pu\u00f2) ", r"non \1 ")),
        "nl": ((r"\bniet ", ""), (r"\b(kunnen|mogen|verkopen) ", r"\1 niet ")),
        "pt": ((r"\bn\u00e3o ", ""),),
        "pl": ((r"\b[Nn]ie ", ""),),
        "ja": ((r"\u3057\u307e\u305b\u3093", "\u3057\u307e\u3059"),),
    }
)  # fmt: skip
TOLD["duty_weakened"] = _of_language(
    {
        "en": (
            (r"\b(must|shall|will) (?!not)", "may "),
            (r"\bmay (?!not)", "must "),
            (r"\bnever\b", "rarely"),
            (r"\bonly\b", "mainly"),
            (r"\ball\b", "some"),
        ),
        "de": ((r"\bm\u00fcssen\b", "k\u00f6nnen"), (r"\bnur\b", "auch"), (r"\balle\b", "einige")),
        "fr": ((r"\bdevez\b", "pouvez"), (r"\btous\b", "certains"), (r"\bseuls?\b", "aussi")),
        "sv": ((r"\bska\b", "kan"), (r"\balla\b", "vissa")),
        "zh": ((r"\u5fc5\u987b|\u5e94\u5f53", "\u53ef\u4ee5"), (r"\u4ec5", "\u4e5f")),
        "es": ((r"\bdebe\b", "puede"), (r"\bsolo\b", "tambi\u00e9n")),
    }
)
TOLD["word_changed_side"] = _swap(r"\b(opt)(-| )out\b", r"\1\2in")
TOLD["number_changed"] = _swap(r"(?<=[a-z] )(?!19|20)(\d{1,3})(?= [a-z])", r"7\1")
TOLD["duration_changed"] = _swap(
    r"\b(?:thirty|sixty|ninety|fourteen|seven|ten|twelve|one|two|three|six|five)"
    r"(?= (?:\(\d+\) )?(?:calendar |business )?(?:days?|months?|years?|weeks?))",
    "eleven",
)
TOLD["unit_changed"] = _swap(r"\b(\d+) (?:days|months|years)\b", r"\1 weeks")
TOLD["jurisdiction_changed"] = _swap(
    r"\b(?:California|Delaware|New York|Ireland|England|France|Germany|Frankreich|Deutschland|Paris|Sweden)\b",
    "Nevada",
)
TOLD["mail_changed"] = _swap(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "post@elsewhere.example")
TOLD["company_form_changed"] = _swap(
    r"\b[A-Z][\w.&-]+,? (?:Inc|LLC|Ltd|GmbH|SAS|AB|Limited|Corporation|PBC)\b", "Cobalt Ridge Ltd"
)
TOLD["street_number_changed"] = _swap(
    r"\b\d{1,4}(?= [A-Z][a-z]+ (?:St|Street|Ave|Avenue|Road|Rd|Way|Blvd|Lane))", "8801"
)
TOLD["exception_added"] = _swap(r"(?<=[a-z]{4})\.(?= [A-Z])", ", unless you use a free account.")
TOLD["word_turned"] = _of_language(
    {
        "en": (
            (r"\b(include|including)\b", "exclude"),
            (r"\blawful\b", "unlawful"),
            (r"\bemployers?\b", "employees"),
            (r"\bemployees\b", "employers"),
            (r"\bauthori[sz]ed\b", "unauthorized"),
            (r"\blimited\b", "unlimited"),
            (r"\bcontroller\b", "processor"),
            (r"\bfrom you\b", "to you"),
            (r"\bby you\b", "to you"),
        )
    }
)
