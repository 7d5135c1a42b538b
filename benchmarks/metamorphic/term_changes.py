"""Changes of the terms, one at a time. Each must raise an alert.

The name of a function is the name of its kind, which is part of the seed.
"""

import random
import re
from collections.abc import Callable

from lxml.html import HtmlElement

from benchmarks.metamorphic import page_tree, sample_texts
from benchmarks.metamorphic.page_tree import (
    PolicyPage,
    insert_after,
    insert_before,
    parse_element,
    read_text,
    remove,
    replace_once,
)

Change = Callable[[HtmlElement, list[HtmlElement], PolicyPage, random.Random], bool]
"""Alters a tree; returns False if the page has nothing of the kind."""
TERM_CHANGES: dict[str, Change] = {}


def register(change: Change) -> Change:
    """Add a change to the table under its name."""
    TERM_CHANGES[change.__name__] = change
    return change


def choose_sentence(page: PolicyPage, rng: random.Random) -> str:
    """Return a sentence in the language of the page."""
    return rng.choice(sample_texts.SENTENCES.get(page.language, sample_texts.SENTENCES["en"]))


def _choose_prose(
    blocks: list[HtmlElement], rng: random.Random, tag: str = ""
) -> HtmlElement | None:
    some = [b for b in blocks if (b.tag == tag if tag else b.tag in {"p", "div", "li"})]
    return rng.choice(some) if some else None


def _choose_place(blocks: list[HtmlElement], rng: random.Random) -> HtmlElement:
    cut = len(blocks) // 10
    return page_tree.find_outer_block(rng.choice(blocks[cut : len(blocks) - cut] or blocks))


def _wrap(text: str, rng: random.Random) -> str:
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


def _make_replacement(pattern: str, new: str) -> Change:
    compiled = re.compile(pattern)

    def change(
        _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
    ) -> bool:
        order = rng.sample(blocks, len(blocks))
        return any(replace_once(block, compiled, new) for block in order)

    return change


def _make_replacement_by_language(table: dict[str, tuple[tuple[str, str], ...]]) -> Change:
    def change(
        tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
    ) -> bool:
        rows = list(table.get(page.language, ()))
        rng.shuffle(rows)
        return any(_make_replacement(old, new)(tree, blocks, page, rng) for old, new in rows)

    return change


@register
def sentence_added_in_paragraph(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A paragraph or item gets another sentence at its end."""
    block = _choose_prose(blocks, rng)
    if block is None:
        return False
    block.append(parse_element(f"<span> {choose_sentence(page, rng)}</span>"))
    return True


@register
def sentence_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A piece of text loses its last sentence."""
    ends = "\u3002" if page.language in {"zh", "ja"} else r"[.!?] "
    for block in rng.sample(blocks, len(blocks)):
        for owner, side, piece in page_tree.find_text_pieces(block):
            parts = re.split(f"(?<={ends[0] if len(ends) == 1 else '[.!?]'})\\s*(?=\\S)", piece)
            if len(parts) > 1 and len(parts[-1]) > 25 and len(parts[-2]) > 25:
                setattr(owner, side, piece[: len(piece) - len(parts[-1])])
                return True
    return False


@register
def paragraph_added(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """The middle gets a new paragraph, in one of several wrappers."""
    insert_after(_choose_place(blocks, rng), parse_element(_wrap(choose_sentence(page, rng), rng)))
    return True


@register
def paragraph_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A paragraph that occurs once is removed."""
    once = [read_text(b) for b in blocks]
    some = [b for b in blocks if b.tag in {"p", "div", "li"} and once.count(read_text(b)) == 1]
    if not some:
        return False
    remove(rng.choice(some))
    return True


@register
def paragraph_at_the_start(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A new paragraph comes before the first."""
    insert_before(
        page_tree.find_outer_block(blocks[0]), parse_element(_wrap(choose_sentence(page, rng), rng))
    )
    return True


@register
def paragraph_at_the_end(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A new paragraph comes after the last."""
    insert_after(
        page_tree.find_outer_block(blocks[-1]),
        parse_element(_wrap(choose_sentence(page, rng), rng)),
    )
    return True


@register
def summary_box(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A summary appears in a box above the terms."""
    name = rng.choice(("summary", "key-points", "tldr", "highlights", "callout", "bx-71", "notice"))
    first, second = choose_sentence(page, rng), choose_sentence(page, rng)
    tag = rng.choice(("div", "section", "aside"))
    new = (
        f'<{tag} class="{name}"><h3>In short</h3><ul><li>{first}</li><li>{second}</li></ul></{tag}>'
    )
    insert_before(page_tree.find_outer_block(blocks[min(1, len(blocks) - 1)]), parse_element(new))
    return True


@register
def callout_inside(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A remark appears in a box between two sections."""
    name = rng.choice(("alert alert-info", "note", "box", "card", "css-1x9", "important"))
    new = f'<div class="{name}"><p>{choose_sentence(page, rng)}</p></div>'
    insert_after(_choose_place(blocks, rng), parse_element(new))
    return True


@register
def folded_question(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A new question appears with an answer that folds out."""
    text = choose_sentence(page, rng)
    new = rng.choice(
        (
            f"<details><summary>What else should I know?</summary><p>{text}</p></details>",
            '<div class="accordion-item"><button aria-expanded="false" aria-controls="a9">More'
            f'</button><div id="a9" role="region" hidden><p>{text}</p></div></div>',
            f'<div class="faq"><h4>Anything else?</h4><div class="panel"><p>{text}</p></div></div>',
            f'<div class="collapse" style="display:none" aria-hidden="true"><p>{text}</p></div>',
        )
    )
    insert_after(_choose_place(blocks, rng), parse_element(new))
    return True


@register
def definition_added(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A definition list with one term appears."""
    new = f"<dl><dt>Partner Content</dt><dd>{choose_sentence(page, rng)}</dd></dl>"
    insert_after(_choose_place(blocks, rng), parse_element(new))
    return True


@register
def footnote_added(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A footnote appears below the terms."""
    mark = rng.choice(("<sup>1</sup> ", "* ", "[1] ", "\u2020 "))
    tag = rng.choice(("small", "em", "span"))
    new = f"<p><{tag}>{mark}{choose_sentence(page, rng)}</{tag}></p>"
    insert_after(page_tree.find_outer_block(blocks[-1]), parse_element(new))
    return True


@register
def short_section_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A heading with one short line appears."""
    head, line = rng.choice(
        (
            ("Minimum age", "You must be 21."),
            ("Governing law", "Texas."),
            ("Refunds", "None."),
            ("Retention", "Seven years."),
            ("Languages", "The Dutch text prevails."),
        )
    )
    place = _choose_place(blocks, rng)
    insert_after(place, parse_element(f"<div><h3>{head}</h3><p>{line}</p></div>"))
    return True


@register
def item_added(
    _tree: HtmlElement, blocks: list[HtmlElement], page: PolicyPage, rng: random.Random
) -> bool:
    """A list of the terms gets another item."""
    block = _choose_prose(blocks, rng, "li")
    if block is None:
        return False
    short = ("Fingerprints", "Credit reports", "Payroll records", "Health insurers", "Voice prints")
    text = rng.choice(short) if rng.random() < 0.5 else choose_sentence(page, rng)
    insert_after(block, parse_element(f"<li>{text}</li>"))
    return True


@register
def item_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A list of the terms loses an item."""
    block = _choose_prose(blocks, rng, "li")
    if block is None:
        return False
    remove(block)
    return True


def _find_rows(blocks: list[HtmlElement]) -> list[HtmlElement]:
    rows = []
    for block in blocks:
        if block.tag == "td" or any(a.tag == "td" for a in block.iterancestors()):
            row = next((a for a in block.iterancestors() if a.tag == "tr"), None)
            if row is not None and row not in rows and all(page_tree.is_leaf(c) for c in row):
                rows.append(row)
    return rows


@register
def row_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A table gets another row, such as a processor or a cookie."""
    rows = _find_rows(blocks)
    if not rows:
        return False
    row = rng.choice(rows)
    count = len(row.findall("td"))
    cells = [rng.choice(sample_texts.PARTIES), "Fraud checks", "Canada", "90 days", "_fw_sid"][
        :count
    ]
    insert_after(row, parse_element("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"))
    return True


@register
def row_removed(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A table loses a row."""
    rows = _find_rows(blocks)
    if not rows:
        return False
    remove(rng.choice(rows))
    return True


@register
def cell_changed(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A cell gets another value."""
    rows = _find_rows(blocks)
    if not rows:
        return False
    cell = rng.choice(rng.choice(rows).findall("td"))
    new = rng.choice(("Fernwick Analytics", "24 months", "Not applicable", "Consent", "Singapore"))
    for child in list(cell):
        cell.remove(child)
    cell.text = new
    return True


@register
def table_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A small table of processors appears."""
    rows = "".join(
        f"<tr><td>{party}</td><td>{use}</td></tr>"
        for party, use in zip(
            sample_texts.PARTIES[:3], ("Hosting", "Billing", "E-mail"), strict=True
        )
    )
    insert_after(_choose_place(blocks, rng), parse_element(f"<table><tbody>{rows}</tbody></table>"))
    return True


@register
def address_lines_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A postal address in short lines appears."""
    lines = (
        rng.choice(sample_texts.PARTIES),
        rng.choice(sample_texts.STREETS),
        rng.choice(sample_texts.TOWNS),
    )
    shape = rng.choice(("<p>{}</p>", "<address>{}</address>", "<div>{}</div>"))
    joined = "<br>".join(line.replace("&", "&amp;") for line in lines)
    insert_after(page_tree.find_outer_block(blocks[-1]), parse_element(shape.format(joined)))
    return True


@register
def contact_line_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A contact e-mail address appears on a line by itself."""
    name = rng.choice(("dpo", "legal", "privacy.eu", "appeals"))
    at = f"{name}@contact.example"
    shape = rng.choice(
        (
            f'<p>E-mail: <a href="mailto:{at}">{at}</a></p>',
            f'<p><a href="mailto:{at}">{at}</a></p>',
            f"<div>{at}</div>",
        )
    )
    insert_after(page_tree.find_outer_block(blocks[-1]), parse_element(shape))
    return True


@register
def way_out_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A sentence appears that is, or ends in, an opt-out link."""
    shape = rng.choice(
        (
            '<p><a href="/optout">Opt out of the sale of your data here</a>.</p>',
            '<p>To object to profiling, <a href="/choices">use this form</a>.</p>',
            '<p>California residents: <a href="/ccpa">Do not sell my personal information</a></p>',
            '<div><a href="/optout">Stop personalised advertising</a></div>',
        )
    )
    insert_after(_choose_place(blocks, rng), parse_element(shape))
    return True


@register
def price_added(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A price appears in a short paragraph."""
    line = rng.choice(
        ("The plan costs $12 per month.", "Late fee: 15 EUR.", "Plus: 9,99 \u20ac / Monat")
    )
    insert_after(_choose_place(blocks, rng), parse_element(f"<p>{line}</p>"))
    return True


@register
def section_removed(
    tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A heading is removed with its whole section."""
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
                remove(node)
            return True
    return False


@register
def party_added_to_a_list(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """An enumeration inside a sentence gets another name."""
    pattern = re.compile(
        r"(?<=[a-z]), (?=[a-z]+(?: [a-z]+)?,? (?:and|or|et|und|ou|oder|och|eller) )"
    )
    order = rng.sample(blocks, len(blocks))
    return any(replace_once(b, pattern, f", {rng.choice(sample_texts.PARTIES)}, ") for b in order)


@register
def loud_paragraph(
    _tree: HtmlElement, blocks: list[HtmlElement], _page: PolicyPage, rng: random.Random
) -> bool:
    """A disclaimer in capitals appears."""
    line = rng.choice(
        (
            "THE SERVICE COMES WITHOUT WARRANTY OF ANY KIND.",
            "YOU AGREE TO ARBITRATE EVERY CLAIM.",
        )
    )
    insert_after(_choose_place(blocks, rng), parse_element(f"<p><b>{line}</b></p>"))
    return True


TERM_CHANGES["negated"] = _make_replacement_by_language(
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
TERM_CHANGES["duty_weakened"] = _make_replacement_by_language(
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
TERM_CHANGES["word_changed_side"] = _make_replacement(r"\b(opt)(-| )out\b", r"\1\2in")
TERM_CHANGES["number_changed"] = _make_replacement(
    r"(?<=[a-z] )(?!19|20)(\d{1,3})(?= [a-z])", r"7\1"
)
TERM_CHANGES["duration_changed"] = _make_replacement(
    r"\b(?:thirty|sixty|ninety|fourteen|seven|ten|twelve|one|two|three|six|five)"
    r"(?= (?:\(\d+\) )?(?:calendar |business )?(?:days?|months?|years?|weeks?))",
    "eleven",
)
TERM_CHANGES["unit_changed"] = _make_replacement(r"\b(\d+) (?:days|months|years)\b", r"\1 weeks")
TERM_CHANGES["jurisdiction_changed"] = _make_replacement(
    r"\b(?:California|Delaware|New York|Ireland|England|France|Germany|Frankreich|Deutschland|Paris|Sweden)\b",
    "Nevada",
)
TERM_CHANGES["mail_changed"] = _make_replacement(
    r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "post@elsewhere.example"
)
TERM_CHANGES["company_form_changed"] = _make_replacement(
    r"\b[A-Z][\w.&-]+,? (?:Inc|LLC|Ltd|GmbH|SAS|AB|Limited|Corporation|PBC)\b", "Cobalt Ridge Ltd"
)
TERM_CHANGES["street_number_changed"] = _make_replacement(
    r"\b\d{1,4}(?= [A-Z][a-z]+ (?:St|Street|Ave|Avenue|Road|Rd|Way|Blvd|Lane))", "8801"
)
TERM_CHANGES["exception_added"] = _make_replacement(
    r"(?<=[a-z]{4})\.(?= [A-Z])", ", unless you use a free account."
)
TERM_CHANGES["word_turned"] = _make_replacement_by_language(
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
