"""Changes of the page that do not change the terms. None may raise an alert.

The name of a function is the name of its kind, which is part of the seed.
"""

import random
import re
from collections.abc import Callable
from itertools import pairwise

from lxml import html
from lxml.html import HtmlElement

from benchmarks.metamorphic import page_parts, page_tree, sample_texts
from benchmarks.metamorphic.page_tree import (
    PolicyPage,
    insert_after,
    insert_before,
    parse_element,
    read_text,
)

Change = Callable[[HtmlElement, HtmlElement, PolicyPage, random.Random], bool]
"""Alters both trees so that only the page differs; returns False if it does not apply."""
PAGE_CHANGES: dict[str, Change] = {}
_PLACES = ("body start", "body end", "before the terms", "main start", "main end")


def register(change: Change) -> Change:
    """Add a change to the table under its name."""
    PAGE_CHANGES[change.__name__] = change
    return change


def insert_part(tree: HtmlElement, page: PolicyPage, new: HtmlElement, place: str) -> None:
    """Insert a part of a page at a usual place."""
    body = tree.body
    main = page_tree.find_main_element(page_tree.find_terms(page, tree))
    if place == "body start":
        body.insert(0, new)
    elif place == "body end":
        body.append(new)
    elif place == "main start":
        new.tail, main.text = main.text, None
        main.insert(0, new)
    elif place == "main end":
        main.append(new)
    elif main is body:
        body.insert(0, new)
    else:
        insert_before(main, new)


def _insert_into_one(
    make: Callable[[random.Random], str], places: tuple[str, ...] = _PLACES
) -> Change:
    """Return a change that inserts a part into the later page only, or into the earlier only."""

    def change(old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
        side = old if rng.random() < 0.25 else new
        insert_part(side, page, parse_element(make(rng)), rng.choice(places))
        return True

    return change


def _insert_into_both(
    make: Callable[[random.Random, int], str], places: tuple[str, ...] = _PLACES
) -> Change:
    """Return a change that inserts a part with a state of its own into each page."""

    def change(old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
        place, seed = rng.choice(places), rng.random()
        for turn, tree in enumerate((old, new)):
            insert_part(tree, page, parse_element(make(random.Random(seed), turn)), place)
        return True

    return change


_OUTSIDE = ("body start", "body end", "before the terms")
PAGE_CHANGES.update(
    promo=_insert_into_one(page_parts.render_promo, (*_OUTSIDE, "main end")),
    consent_dialog=_insert_into_one(page_parts.render_consent_dialog),
    related_articles=_insert_into_one(
        page_parts.render_related_articles, ("body end", "main end", "before the terms")
    ),
    newsletter=_insert_into_one(
        page_parts.render_newsletter, ("body end", "main end", "body start")
    ),
    chat=_insert_into_one(page_parts.render_chat, ("body end", "main end")),
    login_panel=_insert_into_one(page_parts.render_login_panel, _OUTSIDE),
    share_buttons=_insert_into_one(page_parts.render_share_buttons),
    language_picker=_insert_into_one(page_parts.render_language_picker),
    breadcrumbs=_insert_into_one(page_parts.render_breadcrumbs, ("before the terms", "main start")),
    feedback=_insert_into_both(page_parts.render_feedback, ("main end", "body end")),
    counter=_insert_into_both(page_parts.render_counter),
    trace=_insert_into_both(page_parts.render_trace),
    tagline=_insert_into_one(page_parts.render_tagline, ("body end",)),
    menu_with_descriptions=_insert_into_one(page_parts.render_menu_with_descriptions, _OUTSIDE),
    menu=_insert_into_one(page_parts.render_menu, (*_OUTSIDE, "main end")),
    testimonial=_insert_into_one(page_parts.render_testimonial, ("body end", "before the terms")),
    app_badges=_insert_into_one(page_parts.render_app_badges, ("body end", "main end")),
    sign_up=_insert_into_one(page_parts.render_sign_up, ("body end", "main end")),
    advert=_insert_into_one(page_parts.render_advert),
    invisible=_insert_into_one(page_parts.render_invisible),
)


@register
def attributes(_old: HtmlElement, new: HtmlElement, _page: PolicyPage, rng: random.Random) -> bool:
    """Every class and id gets another name, with a nonce."""
    for node in new.body.iter():
        if isinstance(node.tag, str):
            for name in ("class", "id"):
                if node.get(name):
                    node.set(name, node.get(name) + page_parts.make_class_name(rng))
            node.set("data-v", page_parts.make_class_name(rng))
    return True


@register
def menu_reworded(
    _old: HtmlElement, new: HtmlElement, _page: PolicyPage, rng: random.Random
) -> bool:
    """The links in header and footer get other texts."""
    links = [a for part in new.body.iter("nav", "header", "footer") for a in part.iter("a")]
    if not links:
        return False
    for link in rng.sample(links, min(3, len(links))):
        for child in list(link):
            link.remove(child)
        link.text = rng.choice(sample_texts.MENU)
    return True


def _obfuscate(mail: str, mask: int) -> str:
    return f"{mask:02x}" + "".join(f"{ord(c) ^ mask:02x}" for c in mail)


_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


@register
def hidden_mail(old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
    """A proxy obfuscates the e-mail addresses, on one side or on both with different masks."""
    done = False
    sides = (new,) if rng.random() < 0.5 else (old, new)
    for tree in sides:
        mask = rng.randrange(1, 255)
        for block in page_tree.find_terms(page, tree):
            for owner, side, piece in page_tree.find_text_pieces(block):
                found = _MAIL.search(piece)
                if not found or owner.tag == "a":
                    continue
                code = _obfuscate(found[0], mask)
                made = parse_element(
                    f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{code}">'
                    "[email&#160;protected]</a>"
                )
                made.tail = piece[found.end() :]
                setattr(owner, side, piece[: found.start()])
                if side == "text":
                    owner.insert(0, made)
                else:
                    owner.addnext(made)
                done = True
    return done


def _turn_into_div(block: HtmlElement) -> None:
    block.tag = "div" if block.tag == "p" else block.tag


def _wrap_in(block: HtmlElement, markup: str) -> None:
    shell = parse_element(markup)
    block.addprevious(shell)
    shell.tail, block.tail = block.tail, None
    shell.append(block)


def _wrap_in_div(block: HtmlElement) -> None:
    if block.tag == "p":
        _wrap_in(block, "<div class='w-1'></div>")


def _turn_into_bold(block: HtmlElement) -> None:
    if block.tag == "p" and len(read_text(block)) % 5 == 0:
        block.tag = "b"
        _wrap_in(block, "<p></p>")


def _split_into_spans(block: HtmlElement) -> None:
    if block.text and len(block.text) > 40:
        cut = block.text.find(" ", len(block.text) // 2)
        made = parse_element("<span></span>")
        made.text, block.text = block.text[cut:], block.text[:cut]
        block.insert(0, made)


def _insert_line_break(block: HtmlElement) -> None:
    if block.text and ". " in block.text:
        head, _, tail = block.text.partition(". ")
        made = parse_element("<br>")
        block.text, made.tail = head + ".", tail
        block.insert(0, made)


@register
def other_markup(_old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
    """The same words in other elements."""
    rewrite = rng.choice(
        (_turn_into_div, _wrap_in_div, _turn_into_bold, _split_into_spans, _insert_line_break)
    )
    for block in page_tree.find_terms(page, new):
        rewrite(block)
    return True


@register
def another_shell(
    _old: HtmlElement, new: HtmlElement, page: PolicyPage, _rng: random.Random
) -> bool:
    """All terms get another element around them."""
    main = page_tree.find_main_element(page_tree.find_terms(page, new))
    if main is new.body:
        return False
    _wrap_in(main, "<section></section>")
    return True


@register
def headings_numbered(
    _old: HtmlElement, new: HtmlElement, _page: PolicyPage, rng: random.Random
) -> bool:
    """Headings get numbers, or other numbers."""
    heads = [h for h in new.body.iter("h2", "h3") if read_text(h) and h.text]
    if not heads:
        return False
    shape = rng.choice(("{}. ", "{}) ", "Section {}: ", "\u00a7 {} "))
    for place, head in enumerate(heads, 1):
        bare = re.sub(r"^\s*\d+[.)]\s*", "", head.text)
        head.text = shape.format(place) + bare
    return True


@register
def sections_swapped(
    _old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random
) -> bool:
    """Two neighbouring sections change places."""
    inside = set(page_tree.find_terms(page, new))
    groups: list[list[HtmlElement]] = []
    for head in new.body.iter("h2"):
        group, node = [head], head.getnext()
        while node is not None and node.tag not in {"h1", "h2"}:
            group.append(node)
            node = node.getnext()
        groups.append(group)
    fit = [
        (a, b)
        for a, b in pairwise(groups)
        if a[-1].getnext() is b[0] and any(n in inside for n in a) and any(n in inside for n in b)
    ]
    if not fit:
        return False
    first, second = rng.choice(fit)
    last = second[-1]
    for node in reversed(first):
        insert_after(last, node)
    return True


@register
def link_targets(
    _old: HtmlElement, new: HtmlElement, _page: PolicyPage, rng: random.Random
) -> bool:
    """Links get tracking parameters."""
    for link in new.body.iter("a"):
        if link.get("href"):
            link.set("href", link.get("href") + f"?utm_source=x&gclid={rng.random()}")
            link.set("rel", "noopener")
    return True


@register
def typography(_old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
    """Curly quotes, hard spaces, soft hyphens, invisible characters, dashes."""
    how = rng.choice(("quotes", "spaces", "soft", "zero", "dash", "dots", "nfd"))
    swaps: dict[str, tuple[str, str]] = {
        "quotes": ("[\u2019']", "\u2019" if rng.random() < 0.5 else "'"),
        "spaces": (" (?=[a-z]{2}\\b)", "\u00a0"),
        "soft": ("(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad"),
        "zero": ("(?<=[a-z]) (?=[a-z])", " \u200b"),
        "dash": (" [\u2013\u2014-] ", " \u2014 "),
        "dots": (r"\.\.\.", "\u2026"),
        "nfd": ("\u00e9", "e\u0301"),
    }
    old, made = swaps[how]
    changed = False
    for block in page_tree.find_terms(page, new):
        for owner, side, piece in page_tree.find_text_pieces(block):
            fresh = re.sub(old, made, piece)
            changed |= fresh != piece
            setattr(owner, side, fresh)
    return changed


_MONTHS = ("January", "March", "June", "October")


@register
def date_line(old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random) -> bool:
    """The date above or below the terms changes."""
    form = rng.choice(
        ("Last updated: {m} {d}, 2026", "Effective {d} {m} 2026", "Last modified on {m} {d}, 2026",
         "This version took effect on {d} {m} 2026.", "Updated {m} 2026", "Version of 2026-{n:02d}-{d:02d}",
         "Revised: {n:02d}/{d:02d}/2026")
    )  # fmt: skip
    place = rng.choice(("first", "last"))
    for tree in (old, new):
        n = rng.randrange(4)
        line = form.format(m=_MONTHS[n], d=rng.randint(1, 28), n=n * 3 + 1)
        blocks = page_tree.find_terms(page, tree)
        tag = rng.choice(("p", "div", "em"))
        piece = parse_element(
            f"<p><{tag}>{line}</{tag}></p>" if tag == "em" else f"<{tag}>{line}</{tag}>"
        )
        if place == "first":
            insert_before(page_tree.find_outer_block(blocks[0]), piece)
        else:
            insert_after(page_tree.find_outer_block(blocks[-1]), piece)
    return True


@register
def copyright_year(
    old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random
) -> bool:
    """The copyright year below the page changes."""
    form = rng.choice(
        (
            "\u00a9 {y} Acme Inc. All rights reserved.",
            "Copyright 2014\u2013{y} Acme",
            "(c) {y} \u00b7 Acme GmbH",
        )
    )
    place = rng.choice(("body end", "main end"))
    for year, tree in ((2025, old), (2026, new)):
        insert_part(tree, page, parse_element(f"<div><p>{form.format(y=year)}</p></div>"), place)
    return True


@register
def contents_added(
    _old: HtmlElement, new: HtmlElement, page: PolicyPage, rng: random.Random
) -> bool:
    """The page gets a table of contents."""
    heads = [read_text(h) for h in new.body.iter("h2", "h3") if read_text(h)][:12]
    if len(heads) < 3:
        return False
    items = "".join(f'<li><a href="#s{i}"></a></li>' for i, _ in enumerate(heads))
    made = html.fragment_fromstring(
        page_parts.render_box(rng, "contents", f"<p>On this page</p><ul>{items}</ul>")
    )
    for link, head in zip(made.iter("a"), heads, strict=True):
        link.text = head
    insert_part(new, page, made, rng.choice(("main start", "before the terms")))
    return True


@register
def icons(_old: HtmlElement, new: HtmlElement, _page: PolicyPage, rng: random.Random) -> bool:
    """Each heading gets a permalink sign."""
    sign = rng.choice(("#", "\u00b6", "\U0001f517", "Copy link to heading"))
    heads = [h for h in new.body.iter("h2", "h3") if read_text(h)]
    for head in heads:
        head.append(
            parse_element(f'<a class="{page_parts.make_class_name(rng)}" href="#s">{sign}</a>')
        )
    return bool(heads)


@register
def title_changed(
    _old: HtmlElement, new: HtmlElement, _page: PolicyPage, _rng: random.Random
) -> bool:
    """The title gets a counter."""
    title = new.find(".//head/title")
    if title is None or not title.text:
        return False
    title.text = f"(2) {title.text} \u00b7 Acme"
    return True
