"""Lists whose cells span rows, have notes, or state nothing, and lists with a single item."""

from tests.clausewatch.subprocessors.list_pages import ListPage, make_html, make_table

_HEADER = ("Company", "Purpose", "Location")


def _make_spanned_table(*rows: str) -> str:
    header = "".join(f"<th>{cell}</th>" for cell in _HEADER)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<h1>Subprocessors</h1><table><tr>{header}</tr>{body}</table>"


SPANNED_PAGES = (
    ListPage(
        "a place over two rows, which nothing tells from a row without one",
        make_html(
            _make_spanned_table(
                "<td>Alcor Mail Ltd</td><td>Email</td><td rowspan=2>Ireland</td>",
                "<td>Brambleweb Limited</td><td>Fraud prevention</td>",
                "<td rowspan=2>Corvid Racks Inc.</td><td>Hosting</td><td>Canada</td>",
                "<td>Backups</td><td>Norway</td>",
            )
        ),
        (
            ("Alcor Mail Ltd", "Email", "Ireland"),
            ("Brambleweb Limited", "Fraud prevention", ""),
            ("Corvid Racks Inc.", "Hosting; Backups", "Canada; Norway"),
        ),
    ),
    ListPage(
        "a purpose over two rows",
        make_html(
            _make_spanned_table(
                "<td>Alcor Hosting Oy</td><td rowspan=2>Data centres</td><td>Finland</td>",
                "<td>Brambleweb Limited</td><td>Ireland</td>",
            )
        ),
        (
            ("Alcor Hosting Oy", "Data centres", "Finland"),
            ("Brambleweb Limited", "", "Ireland"),
        ),
    ),
    ListPage(
        "a row without its last cell",
        make_html(
            _make_spanned_table(
                "<td>Alcor Mail Ltd</td><td>Email</td><td>Ireland</td>",
                "<td>Brambleweb Software, Inc.</td><td>Analytics</td>",
                "<td>Corvid Racks Inc.</td><td>Hosting</td><td>Canada</td>",
            )
        ),
        (
            ("Alcor Mail Ltd", "Email", "Ireland"),
            ("Brambleweb Software, Inc.", "Analytics", ""),
            ("Corvid Racks Inc.", "Hosting", "Canada"),
        ),
    ),
    ListPage(
        "a name and a place over two rows",
        make_html(
            "<h1>Subprocessors</h1><table><tr><th>Company</th><th>Purpose</th><th>Location</th>"
            "<th>Data</th></tr><tr><td rowspan=2>Alcor Mail Ltd</td><td>Email</td>"
            "<td rowspan=2>Ireland</td><td>Addresses</td></tr><tr><td>Backups</td><td>Content</td>"
            "</tr><tr><td>Brambleweb Limited</td><td>Hosting</td><td>Norway</td><td>Files</td></tr>"
            "</table>"
        ),
        (("Alcor Mail Ltd", "Email", "Ireland"), ("Brambleweb Limited", "Hosting", "Norway")),
    ),
    ListPage(
        "a row that states nothing",
        make_html(
            "<h1>Subprocessors</h1>"
            + make_table(
                ("Lapwing Ltd", "Hosting", "Ireland"),
                ("None", "N/A", "N/A"),
                ("Non Stop Couriers AG", "Letters", "Norway"),
                header=_HEADER,
            )
        ),
        (("Lapwing Ltd", "Hosting", "Ireland"), ("Non Stop Couriers AG", "Letters", "Norway")),
    ),
    ListPage(
        "notes in the lines of a list",
        make_html(
            "<h1>Subprocessors</h1><ul>"
            "<li>Lapwing Ltd (only for customers in Europe): hosting, Germany</li>"
            "<li>Merlin Pay Inc (the payment arm of merlin group): payments, Canada</li>"
            "<li>Nightjar (part of the nimbus platform): backups, Norway</li>"
            "<li>Osprey GmbH (only for customers in Europe), Austria</li>"
            "<li>Plover AB (sending of urgent messages), Sweden</li></ul>"
        ),
        (
            ("Lapwing Ltd", "hosting", "Germany"),
            ("Merlin Pay Inc", "payments", "Canada"),
            ("Nightjar (part of the nimbus platform)", "backups", "Norway"),
            ("Osprey GmbH", "", "Austria"),
            ("Plover AB", "sending of urgent messages", "Sweden"),
        ),
    ),
    ListPage(
        "single items that are no entries",
        make_html(
            "<h1>Subprocessors</h1><h2>Companies</h2><ul><li>Lapwing Ltd: hosting, Germany</li>"
            "<li>Merlin GmbH: email, Germany</li></ul><h2>Changes</h2>"
            "<ul><li>Removed Nimbus Inc. from the list, United States</li></ul><h2>Contact</h2>"
            "<ul><li>Alder Privacy Ltd, 1 High Street, London, United Kingdom</li></ul>"
            "<h2>Office</h2><ul><li>Alder Office Ltd: 1 High Street, London, United Kingdom</li>"
            "</ul><h2>Questions</h2><ul><li>Alder Ltd (data protection, Ireland)</li></ul>"
        ),
        (("Lapwing Ltd", "hosting", "Germany"), ("Merlin GmbH", "email", "Germany")),
    ),
    ListPage(
        "names in lower case without a header",
        make_html(
            "<h1>Subprocessors</h1>"
            + make_table(
                ("lapwing.example Ltd", "Boards", "Israel"),
                ("merlin.example d.o.o.", "Delivery of files", "Slovenia"),
                ("Nimbus Inc", "Search", "United States"),
            )
        ),
        (
            ("lapwing.example Ltd", "Boards", "Israel"),
            ("merlin.example d.o.o.", "Delivery of files", "Slovenia"),
            ("Nimbus Inc", "Search", "United States"),
        ),
    ),
    ListPage(
        "some words in lower case beside names and places without a header",
        make_html(
            "<h1>Subprocessors</h1>"
            + make_table(
                ("lapwing", "Boards", "Israel"),
                ("merlin.example", "Delivery of files", "Slovenia"),
                ("Nimbus Inc", "Search", "Canada"),
                ("Osprey GmbH", "Email", "Austria"),
                ("plover", "Calls", "Sweden"),
            )
        ),
        (
            ("merlin.example", "Delivery of files", "Slovenia"),
            ("Nimbus Inc", "Search", "Canada"),
            ("Osprey GmbH", "Email", "Austria"),
        ),
    ),
    ListPage(
        "notes and values that state nothing",
        make_html(
            "<h1>Subprocessors</h1>"
            + make_table(
                ("Lapwing Ltd (only for customers in Europe)", "Hosting", "Ireland"),
                ("Merlin AI, Inc. (optional, off by default)", "Suggestions", "United States"),
                ("Nightjar SAS (a Nimbus company)", "Backups", "N/A"),
                header=_HEADER,
            )
        ),
        (
            ("Lapwing Ltd", "Hosting", "Ireland"),
            ("Merlin AI, Inc.", "Suggestions", "United States"),
            ("Nightjar SAS (a Nimbus company)", "Backups", ""),
        ),
    ),
    ListPage(
        "a place between name and purpose",
        make_html(
            "<h1>Subprocessors</h1><p>Osprey Data Inc., Oregon, USA, stores backups.</p>"
            "<p>Plover Telecom AB, Sweden, connects phone calls.</p>"
        ),
        (
            ("Osprey Data Inc.", "stores backups", "Oregon, USA"),
            ("Plover Telecom AB", "connects phone calls", "Sweden"),
        ),
    ),
    ListPage(
        "a list of one item after another list",
        make_html(
            "<h1>Subprocessors</h1><h2>Platform</h2><ul><li>Tern Cloud, Inc. (hosting, Canada)</li>"
            "<li>Umbrette SARL (email, France)</li></ul><h2>App</h2>"
            "<ul><li>Vireo Push Ltd (messages, Ireland)</li></ul>"
        ),
        (
            ("Tern Cloud, Inc.", "hosting", "Canada"),
            ("Umbrette SARL", "email", "France"),
            ("Vireo Push Ltd", "messages", "Ireland"),
        ),
    ),
    ListPage(
        "a link directly after the place of a card",
        make_html(
            "<h1>Subprocessors</h1>"
            + "".join(
                f"<div><h3>{name}</h3><p>{purpose}</p><span>{place}</span><a href='/x'>Learn more"
                "</a></div>"
                for name, purpose, place in (
                    ("Gannet Chat", "Support chat", "Canada"),
                    ("Heron", "Delivery of files", "Ireland"),
                )
            )
        ),
        (("Gannet Chat", "Support chat", "Canada"), ("Heron", "Delivery of files", "Ireland")),
    ),
    ListPage(
        "labels without their companies",
        make_html(
            "<h1>Subprocessors</h1>"
            + "".join(
                f"<div><button>{name}</button><dl><dt>Function</dt><dd>Hosting</dd>"
                f"<dt>Processing location</dt><dd>{place}</dd></dl></div>"
                for name, place in (("Gannet Ltd", "Canada"), ("Heron AG", "Ireland"))
            )
        ),
        (),
    ),
    ListPage(
        "a subject matter that is a purpose",
        make_html(
            "<h1>Subprocessors</h1>"
            + make_table(
                ("Wren Storage B.V.", "Storage of files", "Term of the contract"),
                ("Xenops GmbH", "Support", "90 days"),
                header=("Subprocessor", "Subject matter and nature of processing", "Duration"),
            )
        ),
        (("Wren Storage B.V.", "Storage of files", ""), ("Xenops GmbH", "Support", "")),
    ),
)
