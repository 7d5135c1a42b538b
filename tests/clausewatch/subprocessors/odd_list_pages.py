"""Pages that list subprocessors in rarer shapes, written after the first ones were read right."""

from tests.clausewatch.subprocessors.list_pages import (
    BASIC,
    LEAD,
    SHORT,
    ListPage,
    make_html,
    make_table,
)

_HELP_CENTRE = (
    "<table><tbody><tr><td><p><strong>Subprocessor</strong></p></td><td><p><strong>What they do"
    "</strong></p></td><td><p><strong>Where</strong></p></td></tr>"
    + "".join(
        f"<tr><td><p>{n}</p></td><td><p>{p}</p></td><td><p>{c}</p></td></tr>" for n, p, c in BASIC
    )
    + "</tbody></table>"
)

ODD_PAGES = (
    ListPage("help centre", make_html("<h1>List of Sub-processors</h1>" + _HELP_CENTRE), BASIC),
    ListPage("labelled lines in a cell", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(f"<b>{n}</b>", f"Purpose: {p}<br>Data: names, emails<br>Location: {c}") for n, p, c in BASIC],
        header=("Subprocessor", "Details"))), BASIC),
    ListPage("flags", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Kestrel Mail", "Email delivery", "🇮🇪 Ireland"), ("Sundial", "Customer support", "🇦🇺 Australia"),
        header=("Name", "Use case", "Country"))),
        (("Kestrel Mail", "Email delivery", "🇮🇪 Ireland"), ("Sundial", "Customer support", "🇦🇺 Australia"))),
    ListPage("lower-case names", make_html("<h1>Subprocessors</h1>" + make_table(
        ("lumio.dev", "Feature flags", "EU"), ("n9n GmbH", "Workflows", "Germany"), ("eBrix", "Invoices", "UK"),
        header=("Vendor", "Purpose", "Location"))),
        (("lumio.dev", "Feature flags", "EU"), ("n9n GmbH", "Workflows", "Germany"), ("eBrix", "Invoices", "UK"))),
    ListPage("third parties and affiliates", make_html(
        "<h1>Subprocessors</h1><h2>Third-party subprocessors</h2>"
        + make_table(*BASIC[:2], header=("Entity", "Function", "Location"))
        + "<h2>Alder affiliates</h2>"
        + make_table(("Alder Iberia, S.L.", "Customer support", "Spain"), ("Alder K.K.", "Customer support", "Japan"),
                     header=("Entity", "Function", "Location"))),
        (*BASIC[:2], ("Alder Iberia, S.L.", "Customer support", "Spain"), ("Alder K.K.", "Customer support", "Japan"))),
    ListPage("yes and no columns", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(n, p, "Yes", "No", c) for n, p, c in BASIC],
        header=("Subprocessor", "Purpose", "Alder Docs", "Alder Sign", "Hosting Location"))), BASIC),
    ListPage("towns", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Nimbra Cloud, Inc.", "Hosting", "Ashburn, Virginia, USA"), ("Quillpost GmbH", "Email", "Walldorf, Germany"),
        ("Orvo SAS", "Payments", "Besançon, France"))),
        (("Nimbra Cloud, Inc.", "Hosting", "Ashburn, Virginia, USA"), ("Quillpost GmbH", "Email", "Walldorf, Germany"),
         ("Orvo SAS", "Payments", "Besançon, France"))),
    ListPage("several places in a cell", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Nimbra Cloud, Inc.", "Hosting", "<ul><li>United States</li><li>Germany</li></ul>"),
        ("Kestrel Mail", "Email", "Ireland and Singapore"),
        header=("Name of Subprocessor", "Description of Processing", "Processing Location"))),
        (("Nimbra Cloud, Inc.", "Hosting", "United States, Germany"), ("Kestrel Mail", "Email", "Ireland and Singapore"))),
    ListPage("headings, purpose and a labelled place", make_html("<h1>Subprocessors</h1>" + LEAD + "".join(
        f"<h3>{n}</h3><p>{p}</p><p>Hosted in: {c}</p>" for n, p, c in SHORT)), SHORT),
    ListPage("tabs", make_html("<h1>Subprocessors</h1><div role=tablist><button role=tab>Cloud</button>"
        "<button role=tab>Server</button></div><div role=tabpanel>"
        + make_table(*BASIC[:2], header=("Subprocessor", "Purpose", "Location"))
        + "</div><div role=tabpanel hidden>" + make_table(*BASIC[2:], header=("Subprocessor", "Purpose", "Location"))
        + "</div>"), BASIC),
    ListPage("numbered rows", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(str(i), n, p, c) for i, (n, p, c) in enumerate(BASIC, 1)],
        header=("No.", "Subprocessor", "Purpose", "Location"))), BASIC),
    ListPage("buttons that unfold", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<div><h3><button aria-expanded=false>{n}</button></h3><div hidden role=region><p>{p}</p>"
        f"<p>Location: {c}</p></div></div>" for n, p, c in SHORT)), SHORT),
    ListPage("items with bold labels", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<p><strong>{n}</strong></p><ul><li><strong>Service:</strong> {p}</li>"
        f"<li><strong>Country:</strong> {c}</li></ul>" for n, p, c in BASIC)), BASIC),
    ListPage("pipes", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<p>{n} | {p} | {c}</p>" for n, p, c in BASIC)), BASIC),
    ListPage("place first in brackets", make_html("<h1>Subprocessors</h1><ul>" + "".join(
        f"<li>{n} ({c}): {p}</li>" for n, p, c in BASIC) + "</ul>"), BASIC),
    ListPage("French items", make_html("<h1>Nos sous-traitants</h1><ul>"
        "<li>Orvo SAS (hébergement), France</li><li>Kestrel Mail, Inc. (envoi d’e-mails), États-Unis</li>"
        "<li>Quillpost GmbH (support), Allemagne</li></ul>", "Sous-traitants"),
        (("Orvo SAS", "hébergement", "France"), ("Kestrel Mail, Inc.", "envoi d’e-mails", "États-Unis"),
         ("Quillpost GmbH", "support", "Allemagne"))),
    ListPage("trust centre without places", make_html("<h2>Subprocessors</h2>" + "".join(
        f"<div><h4>{n}</h4><p>{p}</p></div>" for n, p, _ in BASIC), "Trust Center"),
        tuple((n, p, "") for n, p, _ in BASIC)),
    ListPage("plain text", "SUBPROCESSORS\n\nAlder uses these companies.\n\n" + "\n".join(
        f"- {n}: {p} ({c})" for n, p, c in BASIC) + "\n", BASIC, content_type="text/plain"),
)  # fmt: skip
