"""Parts of a page around its terms: banners, dialogs, menus, boxes and counters."""

import random

from benchmarks.metamorphic import sample_texts


def make_class_name(rng: random.Random) -> str:
    """Return a random class name."""
    return "css-" + "".join(rng.choice("abcdefghij0123456789") for _ in range(6))


def render_box(rng: random.Random, name: str, inner: str) -> str:
    """Return a box with a descriptive or a random class."""
    tag = rng.choice(("div", "section", "aside")) if name != "dialog" else "div"
    cls = name if rng.random() < 0.5 else make_class_name(rng)
    return f'<{tag} class="{cls}">{inner}</{tag}>'


def render_promo(rng: random.Random) -> str:
    """Return a promotion with a link or button."""
    text, call = rng.choice(sample_texts.PROMOS)
    link = rng.choice((f'<a href="/p">{call}</a>', f"<button>{call}</button>"))
    shape = rng.choice(
        (
            "<p>{t} {l}</p>",
            "<span>{t}</span> {l}",
            "<h2>{t}</h2>{l}",
            "<div>{t}</div><div>{l}</div>",
        )
    )
    return render_box(
        rng, rng.choice(("promo", "announcement-bar", "hero", "cta")), shape.format(t=text, l=link)
    )


def render_consent_dialog(rng: random.Random) -> str:
    """Return a consent dialog."""
    head, text, buttons = rng.choice(sample_texts.CONSENTS)
    title = f"<h2>{head}</h2>" if head else ""
    kind = rng.choice(("button", "a", "div role='button' tabindex='0'"))
    target = " href='#'" if kind == "a" else ""
    row = "".join(f"<{kind}{target}>{b}</{kind.split()[0]}>" for b in buttons)
    name = rng.choice(("cookie-banner", "cmp", "gdpr", make_class_name(rng), make_class_name(rng)))
    role = rng.choice(("", ' role="dialog"', ' aria-label="cookies"'))
    tag = rng.choice(("div", "div", "section", "aside"))
    return f'<{tag} class="{name}"{role}><div>{title}<p>{text}</p></div><div>{row}</div></{tag}>'


def render_related_articles(rng: random.Random) -> str:
    """Return a list of related articles."""
    heads = rng.sample(sample_texts.HEADLINES, 3)
    title = rng.choice(
        ("Related articles", "You might also like", "More from the blog", "Keep reading")
    )
    if rng.random() < 0.5:
        cards = "".join(
            f'<div><a href="/b"><h3>{h}</h3></a><p>{rng.choice(sample_texts.TEASERS)}</p></div>'
            for h in heads
        )
        return render_box(rng, "related", f"<h2>{title}</h2><div>{cards}</div>")
    items = "".join(f'<li><a href="/b">{h}</a></li>' for h in heads)
    return render_box(rng, "related", f"<h3>{title}</h3><ul>{items}</ul>")


def render_newsletter(rng: random.Random) -> str:
    """Return a newsletter form."""
    text = rng.choice(
        (
            "Get our monthly letter. No spam, unsubscribe whenever you like.",
            "Subscribe to product news and tips.",
            "Stay in the loop! We write twice a month.",
            "Newsletter abonnieren und nichts verpassen.",
        )
    )
    field = '<input type="email" placeholder="you@work.com"><button>Subscribe</button>'
    tag = rng.choice(("form", "div"))
    return render_box(rng, "newsletter", f"<h3>Newsletter</h3><p>{text}</p><{tag}>{field}</{tag}>")


def render_chat(rng: random.Random) -> str:
    """Return a chat widget."""
    text = rng.choice(
        ("Hi! How can we help?", "Questions? Chat with us", "Ask our assistant anything")
    )
    return render_box(rng, "chat", f"<p>{text}</p><textarea></textarea><button>Send</button>")


def render_login_panel(_rng: random.Random) -> str:
    """Return a login panel."""
    return (
        '<div class="modal"><h2>Welcome back</h2><p>Log in to your account to continue.</p><form>'
        '<label>E-mail<input type="email"></label><label>Password<input type="password"></label>'
        '<button>Log in</button><a href="/forgot">Forgot your password?</a></form></div>'
    )


def render_share_buttons(rng: random.Random) -> str:
    """Return share buttons."""
    names = rng.sample(("Facebook", "X", "LinkedIn", "WhatsApp", "Reddit", "Copy link"), 4)
    return render_box(
        rng, "share", "<span>Share</span>" + "".join(f'<a href="/s">{n}</a>' for n in names)
    )


def render_language_picker(rng: random.Random) -> str:
    """Return a language picker."""
    names = [
        "English",
        "Deutsch",
        "Fran\u00e7ais",
        "Espa\u00f1ol",
        "\u65e5\u672c\u8a9e",
        "Svenska",
        "Polski",
    ]
    some = rng.sample(names, rng.randint(4, 7))
    if rng.random() < 0.5:
        return "<select>" + "".join(f"<option>{n}</option>" for n in some) + "</select>"
    return render_box(
        rng, "lang", "<ul>" + "".join(f'<li><a href="/{n}">{n}</a></li>' for n in some) + "</ul>"
    )


def render_breadcrumbs(rng: random.Random) -> str:
    """Return breadcrumbs."""
    parts = (
        "Home",
        rng.choice(("Legal", "Help Center", "About us")),
        rng.choice(("Policies", "Documents")),
    )
    return render_box(rng, "crumbs", " / ".join(f'<a href="/{p}">{p}</a>' for p in parts))


def render_feedback(rng: random.Random, turn: int) -> str:
    """Return a feedback widget whose count depends on `turn`."""
    yes = rng.randint(3, 90) + 4 * turn
    return (
        f'<div class="{make_class_name(rng)}"><span>Was this article helpful?</span><button>Yes</button>'
        f"<button>No</button><div>{yes} out of {yes + 40} found this helpful</div></div>"
    )


def render_counter(rng: random.Random, turn: int) -> str:
    """Return a counter whose value depends on `turn`."""
    base = rng.randint(1000, 90000) + 37 * turn
    text = rng.choice(
        (f"{base:,} views", f"{3 + turn} min read", f"{base} members online", f"\u2605 4.{6 + turn} ({base} ratings)",
         f"Updated {2 + turn} days ago", f"Reading time: {7 + turn} minutes", f"{turn + 2} comments")
    )  # fmt: skip
    return f'<div class="{make_class_name(rng)}"><span>{text}</span></div>'


def render_trace(rng: random.Random, turn: int) -> str:
    """Return a trace id that depends on `turn`."""
    ray = f"{rng.getrandbits(60) + turn * 977:x}"
    text = rng.choice(
        (f"Ray ID: {ray}", f"Request ID {ray}", f"build {ray[:8]}", f"Served by web-{3 + turn}",
         f"Page generated in 0.{41 + turn} seconds")
    )  # fmt: skip
    return f"<div><small>{text}</small></div>"


def render_tagline(rng: random.Random) -> str:
    """Return a footer with a tagline."""
    text = rng.choice(
        (
            "Made with care in Tallinn and Turin.",
            "The calm way to run a shop.",
            "Trusted by 4,000 teams around the world.",
            "All systems operational",
            "Rated excellent on Trustpilot",
        )
    )
    return f'<footer><div><p>{text}</p><a href="/about">About</a></div></footer>'


def render_menu_with_descriptions(rng: random.Random) -> str:
    """Return a menu with a description for each link."""
    cards = "".join(
        f'<li><a href="/x"><b>{m}</b><span>{t}</span></a></li>'
        for m, t in zip(
            rng.sample(sample_texts.MENU, 4), rng.sample(sample_texts.TEASERS, 4), strict=True
        )
    )
    return rng.choice(
        (
            f"<nav><ul>{cards}</ul></nav>",
            f'<div class="{make_class_name(rng)}"><ul>{cards}</ul></div>',
        )
    )


def render_menu(rng: random.Random) -> str:
    """Return a menu."""
    links = "".join(f'<li><a href="/{m}">{m}</a></li>' for m in rng.sample(sample_texts.MENU, 6))
    return rng.choice(
        (f"<nav><ul>{links}</ul></nav>", f'<div class="{make_class_name(rng)}"><ul>{links}</ul></div>',
         f"<footer><ul>{links}</ul></footer>", f'<div class="menu">{links}</div>')
    )  # fmt: skip


def render_testimonial(rng: random.Random) -> str:
    """Return a testimonial."""
    text = rng.choice(
        (
            "It changed how our team works. \u2014 Ines, Ridgeway Clinics",
            "Simply the best tool we bought this year.",
        )
    )
    return render_box(
        rng,
        "testimonials",
        f'<h2>Loved by teams</h2><blockquote>{text}</blockquote><a href="/c">Read more</a>',
    )


def render_app_badges(rng: random.Random) -> str:
    """Return links to app stores."""
    return render_box(
        rng,
        "apps",
        '<a href="/i">Download on the App Store</a><a href="/g">Get it on Google Play</a>',
    )


def render_sign_up(rng: random.Random) -> str:
    """Return a call to sign up."""
    line = rng.choice(
        ("Ready to get started?", "Start your free trial today.", "Talk to an expert")
    )
    return render_box(
        rng,
        "cta",
        f"<h2>{line}</h2><p>Set up in minutes. No credit card required.</p><a href='/s'>Sign up</a>",
    )


def render_advert(rng: random.Random) -> str:
    """Return an advertisement."""
    return render_box(
        rng,
        "ad",
        f"<span>Advertisement</span><a href='/ad'>{rng.choice(sample_texts.HEADLINES)}</a>",
    )


def render_invisible(rng: random.Random) -> str:
    """Return markup that no visitor sees."""
    return rng.choice(
        (
            "<noscript><p>Please switch on JavaScript to use all parts of this site.</p></noscript>",
            '<script type=\'application/json\'>{"text": "We may sell your data to anyone."}</script>',
            "<style>.a { color: red }</style>",
            "<template><p>You owe us ten euros.</p></template>",
            "<div style='display:none'><img src='/p.gif' alt='pixel'></div>",
            "<iframe src='/w' title='Widget'>Your browser shows no frames.</iframe>",
            "<svg><title>Arrow right</title><path d='M0 0'></path></svg>",
        )
    )
