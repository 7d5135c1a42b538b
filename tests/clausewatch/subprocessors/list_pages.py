"""Pages that list subprocessors, each written after the shape of a real one, with its entries.

All companies are invented.
"""

from dataclasses import dataclass

Row = tuple[str, str, str]
"""Name, purpose and location of an entry; a field that the page does not state is empty."""
NAV = (
    '<nav><a href="/">Home</a><a href="/pricing">Pricing</a><a href="/docs">Docs</a>'
    '<a href="/login">Log in</a></nav>'
)
FOOTER = (
    '<footer><a href="/privacy">Privacy</a> <a href="/terms">Terms</a>'
    ' <a href="/imprint">Imprint</a> © 2026 Alder</footer>'
)
LEAD = (
    "<p>Alder uses the companies below to provide its services. Each of them is bound by a data"
    " processing agreement, and we tell customers of new ones thirty days before.</p>"
)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page with the entries that a reader finds on it."""

    name: str
    source: str
    rows: tuple[Row, ...]
    kind: str = "subprocessor list"
    content_type: str = "text/html"


def make_html(body: str, title: str = "Subprocessors | Alder") -> str:
    """Return a page with the navigation and the footer of a site."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{NAV}"
        f"<main>{body}</main>{FOOTER}</body></html>"
    )


def make_table(*rows: tuple[str, ...], header: tuple[str, ...] = ()) -> str:
    """Return a table; a header makes its first row."""
    head = f"<thead><tr>{''.join(f'<th>{cell}</th>' for cell in header)}</tr></thead>"
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{head if header else ''}<tbody>{body}</tbody></table>"


BASIC: tuple[Row, ...] = (
    ("Nimbra Cloud, Inc.", "Cloud hosting", "United States"),
    ("Quillpost GmbH", "Transactional email", "Germany"),
    ("Tessera Analytics Ltd", "Product analytics", "United Kingdom"),
    ("Orvo SAS", "Payment processing", "France"),
)
SHORT: tuple[Row, ...] = (
    ("Kestrel Mail", "Email delivery", "Ireland"),
    ("Sundial", "Customer support", "Australia"),
    ("Brightmoor", "Error monitoring", "Netherlands"),
)
GERMAN: tuple[Row, ...] = (
    ("Nordlicht Rechenzentrum GmbH", "Hosting der Anwendung", "Deutschland"),
    ("Brieftaube AG", "Versand von E-Mails", "Schweiz"),
    ("Zahlwerk GmbH & Co. KG", "Zahlungsabwicklung", "Österreich"),
)


def swap(rows: tuple[Row, ...], *order: int) -> list[tuple[str, ...]]:
    """Return rows with their cells in another order."""
    return [tuple(row[i] for i in order) for row in rows]


_DETAILS = "".join(
    f"<details><summary>{name}</summary><div><p><strong>Purpose:</strong> {purpose}</p>"
    f"<p><strong>Location:</strong> {place}</p><p><strong>Website:</strong>"
    f' <a href="https://x.example">x.example</a></p></div></details>'
    for name, purpose, place in BASIC
)
_GRID = "".join(
    f'<div class="w-layout-grid row"><div class="cell">{name}</div><div class="cell">{purpose}'
    f'</div><div class="cell">{place}</div></div>'
    for name, purpose, place in BASIC
)
_TRUST = "".join(
    f'<div class="card"><img alt="Logo for {name}" src="/l.png"><div><p>{name}</p><span>•</span>'
    f"<div>{purpose}</div><div>{place}</div><div>Products: All products</div></div></div>"
    for name, purpose, place in BASIC
)
_ARIA = "".join(
    f'<div role="row"><div role="cell">{name}</div><div role="cell">{purpose}</div>'
    f'<div role="cell">{place}</div></div>'
    for name, purpose, place in BASIC
)
_DL = "".join(
    f"<h3>{name}</h3><dl><dt>Service</dt><dd>{purpose}</dd><dt>Country</dt><dd>{place}</dd></dl>"
    for name, purpose, place in BASIC
)
_UPRIGHT = "".join(
    make_table(
        ("Name", name), ("Purpose", purpose), ("Location", place), ("Contact", "x@x.example")
    )
    for name, purpose, place in BASIC
)
_ROWSPAN = (
    "<table><tr><th>Category</th><th>Subprocessor</th><th>Purpose</th><th>Location</th></tr>"
    "<tr><td rowspan=2>Infrastructure</td><td>Nimbra Cloud, Inc.</td><td>Cloud hosting</td>"
    "<td>United States</td></tr><tr><td>Quillpost GmbH</td><td>Transactional email</td>"
    "<td>Germany</td></tr><tr><td rowspan=2>Business</td><td>Tessera Analytics Ltd</td>"
    "<td>Product analytics</td><td>United Kingdom</td></tr><tr><td>Orvo SAS</td>"
    "<td>Payment processing</td><td>France</td></tr></table>"
)

HTML_PAGES = (
    ListPage("table", make_html("<h1>Subprocessors</h1>" + LEAD + make_table(
        *BASIC, header=("Subprocessor", "Purpose", "Location"))), BASIC),
    ListPage("table with the place in the middle", make_html("<h1>Subprocessors</h1>" + make_table(
        *swap(BASIC, 0, 2, 1), header=("Entity Name", "Entity Country", "Subprocessing Activities"))),
        BASIC),
    ListPage("table of six columns", make_html("<h1>Sub-processors</h1>" + LEAD + make_table(
        *[(n, "Account data", p, f"{c}", "SCCs", '<a href="https://x.example">Link</a>')
          for n, p, c in BASIC],
        header=("Third Party Service/Vendor", "Data Categories", "Nature of Processing",
                "Location of Processing", "Transfer Mechanism", "DPA"))), BASIC),
    ListPage("table without a header", make_html("<h1>List of subprocessors</h1>" + LEAD
             + make_table(*BASIC)), BASIC),
    ListPage("table without a header, purposes first", make_html(
        "<h1>List of subprocessors</h1>" + LEAD + make_table(*swap(BASIC, 1, 0, 2))), BASIC),
    ListPage("service, provider, country", make_html("<h1>Subprocessors</h1>" + make_table(
        *swap(BASIC, 1, 0, 2), header=("Service", "Provider", "Country"))), BASIC),
    ListPage("two places", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(n, "Delaware, USA", p, c) for n, p, c in BASIC],
        header=("Company", "Registered address", "Purpose", "Data hosting location"))), BASIC),
    ListPage("names with addresses", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Nimbra Cloud, Inc.<br>12 Harbor Way<br>Seattle, WA 98101<br>United States",
         "Cloud hosting"),
        ("Quillpost GmbH<br>Lindenstr. 4, 10969 Berlin, Germany", "Transactional email"),
        ("Orvo SAS, 3 rue des Lilas, 75011 Paris, France", "Payment processing"),
        header=("Name and address", "Description of processing"))),
        (("Nimbra Cloud, Inc.", "Cloud hosting", "12 Harbor Way, Seattle, WA 98101, United States"),
         ("Quillpost GmbH", "Transactional email", "Lindenstr. 4, 10969 Berlin, Germany"),
         ("Orvo SAS", "Payment processing", "3 rue des Lilas, 75011 Paris, France"))),
    ListPage("links in the cells", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(f'<a href="https://x.example">{n}</a> <a href="/p">Privacy Policy</a>',
           f"{p} <a href=/more>Learn more</a>", c) for n, p, c in BASIC],
        header=("Vendor", "Function", "Region"))), BASIC),
    ListPage("category rows", make_html(
        "<h1>Subprocessors</h1><table><tr><th>Name</th><th>Purpose</th><th>Location</th></tr>"
        "<tr><td colspan=3>Infrastructure</td></tr>"
        + "".join(f"<tr><td>{n}</td><td>{p}</td><td>{c}</td></tr>" for n, p, c in BASIC[:2])
        + "<tr><td colspan=3>Operations</td></tr>"
        + "".join(f"<tr><td>{n}</td><td>{p}</td><td>{c}</td></tr>" for n, p, c in BASIC[2:])
        + "</table>"), BASIC),
    ListPage("category column that spans rows", make_html("<h1>Subprocessors</h1>" + _ROWSPAN), BASIC),
    ListPage("one table a product", make_html(
        "<h1>Subprocessors</h1><h2>Alder Docs</h2>"
        + make_table(*BASIC[:2], header=("Subprocessor", "Purpose", "Location"))
        + "<h2>Alder Sign</h2>"
        + make_table(*BASIC[2:], header=("Subprocessor", "Purpose", "Location"))), BASIC),
    ListPage("second table without a header", make_html(
        "<h1>Subprocessors</h1><h2>Infrastructure</h2>"
        + make_table(*SHORT[:2], header=("Subprocessor", "Purpose", "Location"))
        + "<h2>Support</h2>" + make_table(*SHORT[2:])), SHORT),
    ListPage("list and change log", make_html(
        "<h1>Subprocessors</h1>" + make_table(*BASIC, header=("Subprocessor", "Purpose", "Location"))
        + "<h2>Change log</h2>" + make_table(("3 March 2026", "Added Orvo SAS"),
                                            ("9 May 2025", "Removed Fenwick Data, LLC"),
                                            header=("Date", "Change"))), BASIC),
    ListPage("former subprocessors", make_html(
        "<h1>Subprocessors</h1>" + make_table(*BASIC, header=("Subprocessor", "Purpose", "Location"))
        + "<h2>Former subprocessors</h2>"
        + make_table(("Fenwick Data, LLC", "Backups", "United States"),
                     header=("Subprocessor", "Purpose", "Location"))), BASIC),
    ListPage("dates", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(n, p, c, "March 12, 2025") for n, p, c in BASIC],
        header=("Subprocessor", "Service provided", "Country", "Date added"))), BASIC),
    ListPage("upright tables", make_html("<h1>Subprocessors</h1>" + _UPRIGHT), BASIC),
    ListPage("accordion", make_html("<h1>Subprocessors</h1>" + LEAD + _DETAILS), BASIC),
    ListPage("headings with labels", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<h3>{n}</h3><p>Purpose: {p}</p><p>Location: {c}</p>" for n, p, c in SHORT)), SHORT),
    ListPage("headings with lines", make_html("<h1>Our sub-processors</h1>" + LEAD + "".join(
        f"<h4>{n}</h4><p>{p}</p><p>{c}</p>" for n, p, c in SHORT)), SHORT),
    ListPage("headings with definitions", make_html("<h1>Subprocessors</h1>" + _DL), BASIC),
    ListPage("trust centre", make_html("<h2>Subprocessors</h2>" + _TRUST, "Trust Center - Alder"),
             BASIC),
    ListPage("trust centre, place before purpose", make_html("<h2>Subprocessors</h2>" + "".join(
        f"<div><p>{n}</p><p>{c}</p><p>{p}</p></div>" for n, p, c in BASIC), "Alder Trust Portal"),
        BASIC),
    ListPage("grid of divs", make_html("<h1>Subprocessors</h1>" + LEAD + _GRID), BASIC),
    ListPage("table of roles", make_html(
        '<h1>Subprocessors</h1><div role="table"><div role="row"><div role="columnheader">Name</div>'
        '<div role="columnheader">Purpose</div><div role="columnheader">Location</div></div>'
        + _ARIA + "</div>"), BASIC),
    ListPage("items with brackets", make_html("<h1>Subprocessors</h1>" + LEAD + "<ul>" + "".join(
        f"<li>{n} ({p}), {c}</li>" for n, p, c in BASIC) + "</ul>"), BASIC),
    ListPage("items with dashes", make_html("<h1>Subprocessors</h1><ul>" + "".join(
        f"<li><b>{n}</b> – {p} – {c}</li>" for n, p, c in SHORT) + "</ul>"), SHORT),
    ListPage("items with colons", make_html("<h1>Subprocessors</h1><ul>" + "".join(
        f"<li><b>{n}</b>: {p} ({c})</li>" for n, p, c in SHORT) + "</ul>"), SHORT),
    ListPage("items with commas", make_html("<h1>Subprocessors</h1><ol>" + "".join(
        f"<li>{n}, {p}, {c}</li>" for n, p, c in BASIC) + "</ol>"), BASIC),
    ListPage("nested items", make_html("<h1>Subprocessors</h1><ul>" + "".join(
        f"<li>{n}<ul><li>Purpose: {p}</li><li>Location: {c}</li></ul></li>" for n, p, c in SHORT)
        + "</ul>"), SHORT),
    ListPage("items that are sentences", make_html("<h1>Subprocessors</h1><ul>"
        "<li>Nimbra Cloud, Inc. provides cloud hosting (United States)</li>"
        "<li>Quillpost GmbH, based in Germany, provides transactional email</li>"
        "<li>Orvo SAS handles payment processing, located in France</li></ul>"),
        (("Nimbra Cloud, Inc.", "cloud hosting", "United States"),
         ("Quillpost GmbH", "transactional email", "Germany"),
         ("Orvo SAS", "payment processing", "France"))),
    ListPage("names only", make_html("<h1>Subprocessors</h1>" + LEAD + "<ul>" + "".join(
        f"<li>{n}</li>" for n, _, _ in BASIC) + "</ul>"),
        tuple((n, "", "") for n, _, _ in BASIC)),
    ListPage("paragraphs", make_html("<h1>Subprocessors</h1>" + LEAD + "".join(
        f"<p>{n} ({p}), {c}</p>" for n, p, c in BASIC)), BASIC),
    ListPage("series in a sentence", make_html(
        "<h1>Subprocessors</h1><p>We use the following companies: Nimbra Cloud, Inc. (cloud"
        " hosting, United States); Quillpost GmbH (transactional email, Germany); and Orvo SAS"
        " (payment processing, France).</p>"),
        (("Nimbra Cloud, Inc.", "cloud hosting", "United States"),
         ("Quillpost GmbH", "transactional email", "Germany"),
         ("Orvo SAS", "payment processing", "France"))),
    ListPage("lines of one paragraph", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<p>{n}<br>{p}<br>{c}</p>" for n, p, c in BASIC)), BASIC),
    ListPage("aliases and footnotes", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Relay Mail, LLC (formerly Postbird)*", "Email delivery", "USA"),
        ("Plus Nine, Inc. (Sendly)", "SMS delivery", "Canada"),
        ("N9 Systems B.V. [1]", "Log storage", "Netherlands (eu-west-1)"),
        header=("Sub-processor", "Services", "Location"))),
        (("Relay Mail, LLC (formerly Postbird)", "Email delivery", "USA"),
         ("Plus Nine, Inc. (Sendly)", "SMS delivery", "Canada"),
         ("N9 Systems B.V.", "Log storage", "Netherlands (eu-west-1)"))),
    ListPage("annex of an agreement", make_html(
        "<h1>Data Processing Agreement</h1><h2>6. Subprocessors</h2><p>Customer authorises Alder to"
        " engage the subprocessors in Annex 2. Alder shall inform Customer thirty days before it"
        " adds one, and Customer may object within fourteen days.</p><h2>Annex 2: Subprocessors</h2>"
        + make_table(*BASIC, header=("Name", "Processing activities", "Country"))
        + "<h2>Annex 3: Measures</h2>" + make_table(("Access control", "Badges, logs", "All sites"),
                                                   header=("Measure", "Description", "Scope")),
        "Data Processing Agreement"), BASIC, kind="data processing agreement"),
)  # fmt: skip

LANGUAGE_PAGES = (
    ListPage("German", make_html("<h1>Unterauftragsverarbeiter</h1>" + make_table(
        *GERMAN, header=("Unterauftragsverarbeiter", "Zweck der Verarbeitung", "Ort der Verarbeitung")),
        "Liste der Unterauftragsverarbeiter"), GERMAN),
    ListPage("German, names with addresses", make_html("<h1>Subunternehmer</h1>" + make_table(
        ("Nordlicht Rechenzentrum GmbH, Hafenweg 3, 20457 Hamburg, Deutschland", "Hosting"),
        ("Brieftaube AG, Seestrasse 9, 8002 Zürich, Schweiz", "Versand von E-Mails"),
        header=("Name und Anschrift", "Leistung")), "Subunternehmer"),
        (("Nordlicht Rechenzentrum GmbH", "Hosting", "Hafenweg 3, 20457 Hamburg, Deutschland"),
         ("Brieftaube AG", "Versand von E-Mails", "Seestrasse 9, 8002 Zürich, Schweiz"))),
    ListPage("German items", make_html("<h1>Unsere Unterauftragsverarbeiter</h1><ul>" + "".join(
        f"<li>{n}, {c} – {p}</li>" for n, p, c in GERMAN) + "</ul>", "Unterauftragsverarbeiter"),
        GERMAN),
    ListPage("French", make_html("<h1>Sous-traitants ultérieurs</h1>" + make_table(
        ("Orvo SAS", "Hébergement des données", "France", "Aucune"),
        ("Tessera Analytics Ltd", "Mesure d'audience", "Royaume-Uni", "Décision d'adéquation"),
        header=("Nom du sous-traitant", "Finalité", "Pays", "Garanties")),
        "Liste des sous-traitants"),
        (("Orvo SAS", "Hébergement des données", "France"),
         ("Tessera Analytics Ltd", "Mesure d'audience", "Royaume-Uni"))),
    ListPage("Spanish", make_html("<h1>Lista de subencargados</h1>" + make_table(
        ("Sendero Cloud, S.L.", "Alojamiento de datos", "España"),
        ("Kestrel Mail, Inc.", "Envío de correos", "Estados Unidos"),
        header=("Subencargado", "Servicio prestado", "Ubicación")), "Subencargados"),
        (("Sendero Cloud, S.L.", "Alojamiento de datos", "España"),
         ("Kestrel Mail, Inc.", "Envío de correos", "Estados Unidos"))),
    ListPage("Italian", make_html("<h1>Elenco dei sub-responsabili</h1>" + make_table(
        ("Vantero S.r.l.", "Hosting", "Italia"), ("Nimbra Cloud, Inc.", "Backup", "Stati Uniti"),
        header=("Sub-responsabile", "Finalità", "Paese")), "Sub-responsabili"),
        (("Vantero S.r.l.", "Hosting", "Italia"),
         ("Nimbra Cloud, Inc.", "Backup", "Stati Uniti"))),
    ListPage("Portuguese", make_html("<h1>Lista de subprocessadores</h1>" + make_table(
        ("Marola Dados Ltda.", "Hospedagem", "Brasil"), ("Orvo SAS", "Pagamentos", "França"),
        header=("Nome do subprocessador", "Finalidade", "Localização")), "Subprocessadores"),
        (("Marola Dados Ltda.", "Hospedagem", "Brasil"), ("Orvo SAS", "Pagamentos", "França"))),
    ListPage("Dutch", make_html("<h1>Subverwerkers</h1>" + make_table(
        ("Pelikaan B.V.", "Hosting van de applicatie", "Nederland"),
        ("Quillpost GmbH", "Verzenden van e-mail", "Duitsland"),
        header=("Naam subverwerker", "Doel", "Land")), "Subverwerkers"),
        (("Pelikaan B.V.", "Hosting van de applicatie", "Nederland"),
         ("Quillpost GmbH", "Verzenden van e-mail", "Duitsland"))),
    ListPage("Swedish", make_html("<h1>Underbiträden</h1>" + make_table(
        ("Halden Data AB", "Drift", "Sverige"), ("Kestrel Mail, Inc.", "E-postutskick", "USA"),
        header=("Underbiträde", "Ändamål", "Land")), "Underbiträden"),
        (("Halden Data AB", "Drift", "Sverige"), ("Kestrel Mail, Inc.", "E-postutskick", "USA"))),
    ListPage("Danish", make_html("<h1>Underdatabehandlere</h1>" + make_table(
        ("Klitten Hosting ApS", "Hosting", "Danmark", "DK12345678"),
        ("Orvo SAS", "Betaling", "Frankrig", "FR123"),
        header=("Underdatabehandler", "Formål", "Placering", "CVR")), "Underdatabehandlere"),
        (("Klitten Hosting ApS", "Hosting", "Danmark"), ("Orvo SAS", "Betaling", "Frankrig"))),
    ListPage("Polish", make_html("<h1>Podprocesorzy</h1>" + make_table(
        ("Bursztyn Chmura Sp. z o.o.", "Hosting aplikacji", "Polska"),
        ("Nimbra Cloud, Inc.", "Kopie zapasowe", "Stany Zjednoczone"),
        header=("Nazwa podmiotu", "Cel przetwarzania", "Lokalizacja")), "Podprocesorzy"),
        (("Bursztyn Chmura Sp. z o.o.", "Hosting aplikacji", "Polska"),
         ("Nimbra Cloud, Inc.", "Kopie zapasowe", "Stany Zjednoczone"))),
)  # fmt: skip

MARKDOWN_PAGES = (
    ListPage("Markdown table", "# Subprocessors\n\n| Subprocessor | Purpose | Location |\n|---|---|---|\n"
             + "\n".join(f"| **{n}** | {p} | {c} |" for n, p, c in BASIC), BASIC,
             content_type="text/markdown"),
    ListPage("Markdown cards in cells", "# Subprocessors\n\n|     |\n| --- |\n" + "\n".join(
        f"| ![Logo for {n}](/l.png)<br><br>{n}<br><br>•<br><br>{p}<br><br>{c} |" for n, p, c in BASIC),
        BASIC, content_type="text/markdown"),
    ListPage("Markdown headings", "# Sub-processors\n\n" + "\n\n".join(
        f"## {n}\n\n- **Service:** {p}\n- **Location:** {c}" for n, p, c in SHORT), SHORT,
        content_type="text/markdown"),
)  # fmt: skip

PAGES = (*HTML_PAGES, *LANGUAGE_PAGES, *MARKDOWN_PAGES)
