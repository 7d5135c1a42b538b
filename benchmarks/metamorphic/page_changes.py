"""Changes of the page that are no change of the terms. None may be told."""

import random
import re
from collections.abc import Callable
from itertools import pairwise

from lxml import html
from lxml.html import HtmlElement

from benchmarks.metamorphic import page_parts, page_tree, sample_texts
from benchmarks.metamorphic.page_tree import Site, after, before, parsed, text_of

Change = Callable[[HtmlElement, HtmlElement, Site, random.Random], bool]
"""Alters both trees in place, so that only the page differs; False where it does not apply."""
QUIET: dict[str, Change] = {}
_PLACES = ("body start", "body end", "before the terms", "main start", "main end")


def quiet(change: Change) -> Change:
    """Enter a change into the table."""
    QUIET[change.__name__] = change
    return change


def put(tree: HtmlElement, site: Site, new: HtmlElement, place: str) -> None:
    """Put a piece of page where pages have them."""
    body = tree.body
    main = page_tree.holder(page_tree.terms(site, tree))
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
        before(main, new)


def _add(make: Callable[[random.Random], str], places: tuple[str, ...] = _PLACES) -> Change:
    """A piece that only the later page has, or only the earlier."""

    def change(old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
        side = old if rng.random() < 0.25 else new
        put(side, site, parsed(make(rng)), rng.choice(places))
        return True

    return change


def _both(make: Callable[[random.Random, int], str], places: tuple[str, ...] = _PLACES) -> Change:
    """A piece that both pages have, each with its own state."""

    def change(old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
        place, seed = rng.choice(places), rng.random()
        for turn, tree in enumerate((old, new)):
            put(tree, site, parsed(make(random.Random(seed), turn)), place)
        return True

    return change


_OUTSIDE = ("body start", "body end", "before the terms")
QUIET.update(
    promo=_add(page_parts.promo, (*_OUTSIDE, "main end")),
    consent_dialog=_add(page_parts.consent),
    related_articles=_add(page_parts.related, ("body end", "main end", "before the terms")),
    newsletter=_add(page_parts.newsletter, ("body end", "main end", "body start")),
    chat=_add(page_parts.chat, ("body end", "main end")),
    login_panel=_add(page_parts.login, _OUTSIDE),
    share_buttons=_add(page_parts.share),
    language_picker=_add(page_parts.languages),
    breadcrumbs=_add(page_parts.crumbs, ("before the terms", "main start")),
    feedback=_both(page_parts.feedback, ("main end", "body end")),
    counter=_both(page_parts.counter),
    trace=_both(page_parts.trace),
    tagline=_add(page_parts.tagline, ("body end",)),
    menu_with_descriptions=_add(page_parts.mega, _OUTSIDE),
    menu=_add(page_parts.menu, (*_OUTSIDE, "main end")),
    testimonial=_add(page_parts.quotes, ("body end", "before the terms")),
    app_badges=_add(page_parts.store, ("body end", "main end")),
    sign_up=_add(page_parts.signup, ("body end", "main end")),
    advert=_add(page_parts.advert),
    invisible=_add(page_parts.noscript),
)


@quiet
def attributes(_old: HtmlElement, new: HtmlElement, _site: Site, rng: random.Random) -> bool:
    """Every class and id is another, with nonces."""
    for node in new.body.iter():
        if isinstance(node.tag, str):
            for name in ("class", "id"):
                if node.get(name):
                    node.set(name, node.get(name) + page_parts.tag_name(rng))
            node.set("data-v", page_parts.tag_name(rng))
    return True


@quiet
def menu_reworded(_old: HtmlElement, new: HtmlElement, _site: Site, rng: random.Random) -> bool:
    """The links of header and footer read otherwise."""
    links = [a for part in new.body.iter("nav", "header", "footer") for a in part.iter("a")]
    if not links:
        return False
    for link in rng.sample(links, min(3, len(links))):
        for child in list(link):
            link.remove(child)
        link.text = rng.choice(sample_texts.MENU)
    return True


def _hidden(mail: str, mask: int) -> str:
    return f"{mask:02x}" + "".join(f"{ord(c) ^ mask:02x}" for c in mail)


_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


@quiet
def hidden_mail(old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """A proxy hides the addresses, with another mask each time, or on one side only."""
    done = False
    sides = (new,) if rng.random() < 0.5 else (old, new)
    for tree in sides:
        mask = rng.randrange(1, 255)
        for block in page_tree.terms(site, tree):
            for owner, side, piece in page_tree.texts(block):
                found = _MAIL.search(piece)
                if not found or owner.tag == "a":
                    continue
                code = _hidden(found[0], mask)
                made = parsed(
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


def _as_div(block: HtmlElement) -> None:
    block.tag = "div" if block.tag == "p" else block.tag


def _around(block: HtmlElement, markup: str) -> None:
    shell = parsed(markup)
    block.addprevious(shell)
    shell.tail, block.tail = block.tail, None
    shell.append(block)


def _wrapped(block: HtmlElement) -> None:
    if block.tag == "p":
        _around(block, "<div class='w-1'></div>")


def _bold(block: HtmlElement) -> None:
    if block.tag == "p" and len(text_of(block)) % 5 == 0:
        block.tag = "b"
        _around(block, "<p></p>")


def _in_spans(block: HtmlElement) -> None:
    if block.text and len(block.text) > 40:
        cut = block.text.find(" ", len(block.text) // 2)
        made = parsed("<span></span>")
        made.text, block.text = block.text[cut:], block.text[:cut]
        block.insert(0, made)


def _broken_lines(block: HtmlElement) -> None:
    if block.text and ". " in block.text:
        head, _, tail = block.text.partition(". ")
        made = parsed("<br>")
        block.text, made.tail = head + ".", tail
        block.insert(0, made)


@quiet
def other_markup(_old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """The same words in other elements."""
    how = rng.choice((_as_div, _wrapped, _bold, _in_spans, _broken_lines))
    for block in page_tree.terms(site, new):
        how(block)
    return True


@quiet
def another_shell(_old: HtmlElement, new: HtmlElement, site: Site, _rng: random.Random) -> bool:
    """One more element around all the terms."""
    main = page_tree.holder(page_tree.terms(site, new))
    if main is new.body:
        return False
    _around(main, "<section></section>")
    return True


@quiet
def headings_numbered(_old: HtmlElement, new: HtmlElement, _site: Site, rng: random.Random) -> bool:
    """Headings get numbers, or others."""
    heads = [h for h in new.body.iter("h2", "h3") if text_of(h) and h.text]
    if not heads:
        return False
    shape = rng.choice(("{}. ", "{}) ", "Section {}: ", "\u00a7 {} "))
    for place, head in enumerate(heads, 1):
        bare = re.sub(r"^\s*\d+[.)]\s*", "", head.text)
        head.text = shape.format(place) + bare
    return True


@quiet
def sections_swapped(_old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """Two neighbours among the sections change places."""
    inside = set(page_tree.terms(site, new))
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
        after(last, node)
    return True


@quiet
def link_targets(_old: HtmlElement, new: HtmlElement, _site: Site, rng: random.Random) -> bool:
    """Links get tracking parameters."""
    for link in new.body.iter("a"):
        if link.get("href"):
            link.set("href", link.get("href") + f"?utm_source=x&gclid={rng.random()}")
            link.set("rel", "noopener")
    return True


@quiet
def typography(_old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
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
    for block in page_tree.terms(site, new):
        for owner, side, piece in page_tree.texts(block):
            fresh = re.sub(old, made, piece)
            changed |= fresh != piece
            setattr(owner, side, fresh)
    return changed


_MONTHS = ("January", "March", "June", "October")


@quiet
def date_line(old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """A date above or under the terms is another."""
    form = rng.choice(
        ("Last updated: {m} {d}, 2026", "Effective {d} {m} 2026", "Last modified on {m} {d}, 2026",
         "This version took effect on {d} {m} 2026.", "Updated {m} 2026", "Version of 2026-{n:02d}-{d:02d}",
         "Revised: {n:02d}/{d:02d}/2026")
    )  # fmt: skip
    place = rng.choice(("first", "last"))
    for tree in (old, new):
        n = rng.randrange(4)
        line = form.format(m=_MONTHS[n], d=rng.randint(1, 28), n=n * 3 + 1)
        blocks = page_tree.terms(site, tree)
        tag = rng.choice(("p", "div", "em"))
        piece = parsed(f"<p><{tag}>{line}</{tag}></p>" if tag == "em" else f"<{tag}>{line}</{tag}>")
        if place == "first":
            before(page_tree.step_out(blocks[0]), piece)
        else:
            after(page_tree.step_out(blocks[-1]), piece)
    return True


@quiet
def copyright_year(old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """Another year under the page."""
    form = rng.choice(
        (
            "\u00a9 {y} Acme Inc. All rights reserved.",
            "Copyright 2014\u2013{y} Acme",
            "(c) {y} \u00b7 Acme GmbH",
        )
    )
    place = rng.choice(("body end", "main end"))
    for year, tree in ((2025, old), (2026, new)):
        put(tree, site, parsed(f"<div><p>{form.format(y=year)}</p></div>"), place)
    return True


@quiet
def contents_added(_old: HtmlElement, new: HtmlElement, site: Site, rng: random.Random) -> bool:
    """A table of contents made of the headings."""
    heads = [text_of(h) for h in new.body.iter("h2", "h3") if text_of(h)][:12]
    if len(heads) < 3:
        return False
    items = "".join(f'<li><a href="#s{i}"></a></li>' for i, _ in enumerate(heads))
    made = html.fragment_fromstring(
        page_parts.box(rng, "contents", f"<p>On this page</p><ul>{items}</ul>")
    )
    for link, head in zip(made.iter("a"), heads, strict=True):
        link.text = head
    put(new, site, made, rng.choice(("main start", "before the terms")))
    return True


@quiet
def icons(_old: HtmlElement, new: HtmlElement, _site: Site, rng: random.Random) -> bool:
    """Each heading gets a sign to link to it."""
    sign = rng.choice(("#", "\u00b6", "\U0001f517", "Copy link to heading"))
    heads = [h for h in new.body.iter("h2", "h3") if text_of(h)]
    for head in heads:
        head.append(parsed(f'<a class="{page_parts.tag_name(rng)}" href="#s">{sign}</a>'))
    return bool(heads)


@quiet
def title_changed(_old: HtmlElement, new: HtmlElement, _site: Site, _rng: random.Random) -> bool:
    """A counter in the title."""
    title = new.find(".//head/title")
    if title is None or not title.text:
        return False
    title.text = f"(2) {title.text} \u00b7 Acme"
    return True
