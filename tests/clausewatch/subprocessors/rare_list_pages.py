"""Further pages that list subprocessors, in shapes that the rules were not written for at first.

All companies are invented.
"""

from tests.clausewatch.subprocessors.list_pages import LEAD, ListPage, Row, make_html, make_table

CLOUDS: tuple[Row, ...] = (
    ("Veldspar Compute, Inc.", "Hosting of customer workspaces", "United States"),
    ("Ostrava Mail s.r.o.", "Delivery of notification e-mails", "Czechia"),
    ("Pinnacle Voice Pty Ltd", "Telephone support", "Australia"),
    ("Lumière Données SAS", "Backup storage", "France"),
)
TOOLS: tuple[Row, ...] = (
    ("Harrow & Finch LLP", "Bookkeeping", "United Kingdom"),
    ("Cobaltlane", "Session replay", "Canada"),
    ("Mizuumi K.K.", "Log management", "Japan"),
)
_REGIONS = (
    "<h2>Infrastructure</h2>"
    "<h3>European Union</h3><ul><li>Ostrava Mail s.r.o. – Delivery of notification e-mails</li>"
    "<li>Lumière Données SAS – Backup storage</li></ul>"
    "<h3>United States</h3><ul><li>Veldspar Compute, Inc. – Hosting of customer workspaces</li>"
    "<li>Greywater Labs, LLC – Spam filtering</li></ul>"
)
_ACCORDION = "".join(
    f'<div class="accordion-item"><h3><button aria-expanded="false">{purpose}</button></h3>'
    f'<div class="panel">{make_table(*rows)}</div></div>'
    for purpose, rows in (
        ("Hosting", (("Veldspar Compute, Inc.", "United States"),
                     ("Lumière Données SAS", "France"))),
        ("Support", (("Pinnacle Voice Pty Ltd", "Australia"), ("Cobaltlane", "Canada"))),
    )
)  # fmt: skip
RARE_PAGES = (
    ListPage("cards with a headquarters", make_html("<h1>Subprocessors</h1>" + LEAD + "".join(
        f'<div class="card"><img src="/l.svg" alt=""><h3>{name}</h3><p>{purpose}</p>'
        f'<span class="tag">Headquarters: {place}</span><a href="https://x.example">Visit site</a>'
        "</div>" for name, purpose, place in CLOUDS)), CLOUDS),
    ListPage("definitions without labels", make_html("<h1>Subprocessors</h1><dl>" + "".join(
        f"<dt>{name}</dt><dd>{purpose}</dd><dd>{place}</dd>" for name, purpose, place in CLOUDS)
        + "</dl>"), CLOUDS),
    ListPage("headings of regions", make_html("<h1>Our sub-processors</h1>" + LEAD + _REGIONS), (
        ("Ostrava Mail s.r.o.", "Delivery of notification e-mails", "European Union"),
        ("Lumière Données SAS", "Backup storage", "European Union"),
        ("Veldspar Compute, Inc.", "Hosting of customer workspaces", "United States"),
        ("Greywater Labs, LLC", "Spam filtering", "United States"))),
    ListPage("accordion of purposes", make_html("<h1>Subprocessors</h1>" + LEAD + _ACCORDION), (
        ("Veldspar Compute, Inc.", "", "United States"),
        ("Lumière Données SAS", "", "France"),
        ("Pinnacle Voice Pty Ltd", "", "Australia"),
        ("Cobaltlane", "", "Canada"))),
    ListPage("paragraphs with bold names and dashes", make_html("<h1>Subprocessors</h1>" + LEAD
        + "".join(f"<p><strong>{name}</strong> — {purpose} — {place}</p>"
        for name, purpose, place in (*CLOUDS, *TOOLS))), (*CLOUDS, *TOOLS)),
    ListPage("two products, other columns", make_html("<h1>Subprocessors</h1>"
        "<h2>Alder Cloud</h2>" + make_table(*CLOUDS, header=(
            "Third party", "Nature of processing", "Country of processing"))
        + "<h2>Alder Desk</h2>" + make_table(*[(p, n, w) for n, w, p in TOOLS], header=(
            "Processing location", "Company", "Services provided"))), (*CLOUDS, *TOOLS)),
    ListPage("German with safeguards", make_html("<h1>Eingesetzte Unterauftragnehmer</h1>"
        + make_table(
            ("1", "Nordwind Rechenbetrieb GmbH, Hafenstraße 3, 20457 Hamburg", "Betrieb der Server",
             "Deutschland", "–"),
            ("2", "Sendehaus AG", "Versand von Benachrichtigungen", "Schweiz",
             "Angemessenheitsbeschluss"),
            ("3", "Greywater Labs, LLC", "Spam-Filter", "USA", "Standardvertragsklauseln"),
            header=("Nr.", "Dienstleister", "Gegenstand der Beauftragung", "Land",
                    "Garantien für Drittlandübermittlung"))), (
        ("Nordwind Rechenbetrieb GmbH", "Betrieb der Server", "Deutschland"),
        ("Sendehaus AG", "Versand von Benachrichtigungen", "Schweiz"),
        ("Greywater Labs, LLC", "Spam-Filter", "USA"))),
    ListPage("French with guarantees", make_html("<h1>Liste des sous-traitants ultérieurs</h1>"
        + make_table(
            ("Lumière Données SAS", "Sauvegarde des données", "France", "Sans objet"),
            ("Veldspar Compute, Inc.", "Hébergement des espaces clients", "États-Unis", "CCT"),
            ("Ostrava Mail s.r.o.", "Envoi des notifications", "Tchéquie", "Sans objet"),
            header=("Dénomination sociale", "Prestation confiée", "Pays d'hébergement",
                    "Garanties appropriées"))), (
        ("Lumière Données SAS", "Sauvegarde des données", "France"),
        ("Veldspar Compute, Inc.", "Hébergement des espaces clients", "États-Unis"),
        ("Ostrava Mail s.r.o.", "Envoi des notifications", "Tchéquie"))),
    ListPage("Japanese", make_html("<h1>再委託先一覧</h1>" + make_table(
        ("株式会社みずうみ", "ログの管理", "日本"),
        ("Veldspar Compute, Inc.", "サーバーの運用", "アメリカ合衆国"),
        ("Pinnacle Voice Pty Ltd", "電話サポート", "オーストラリア"),
        header=("再委託先の名称", "委託業務の内容", "所在国")), "再委託先一覧"), (
        ("株式会社みずうみ", "ログの管理", "日本"),
        ("Veldspar Compute, Inc.", "サーバーの運用", "アメリカ合衆国"),
        ("Pinnacle Voice Pty Ltd", "電話サポート", "オーストラリア"))),
    ListPage("addresses and contact in the name", make_html("<h1>Subprocessors</h1>" + make_table(
        ("Veldspar Compute, Inc.<br>88 Quarry Rd, Denver, CO 80202<br>dpo@veldspar.example",
         "Hosting of customer workspaces", "US, EU (Ireland)"),
        ("Mizuumi K.K.<br>1-2-3 Shiba, Minato-ku, Tokyo<br>privacy@mizuumi.example",
         "Log management", "Japan"),
        ("Harrow &amp; Finch LLP<br>4 Old Street, London EC1V 9BD<br>dp@harrow.example",
         "Bookkeeping", "United Kingdom"),
        header=("Name, address and contact", "Description of processing", "Data location"))), (
        ("Veldspar Compute, Inc.", "Hosting of customer workspaces", "US, EU (Ireland)"),
        ("Mizuumi K.K.", "Log management", "Japan"),
        ("Harrow & Finch LLP", "Bookkeeping", "United Kingdom"))),
    ListPage("numbered items with bare values", make_html("<h1>Sub-processors</h1><ol>" + "".join(
        f"<li>{name}<ul><li>{purpose}</li><li>{place}</li></ul></li>"
        for name, purpose, place in CLOUDS) + "</ol>"), CLOUDS),
    ListPage("logo column and dates", make_html("<h1>Who we work with: subprocessors</h1>"
        + make_table(*[(f'<img src="/{n}.png" alt="{name} logo">', name, purpose, place,
            f"{n + 3} March 2025") for n, (name, purpose, place) in enumerate(TOOLS)],
            header=("", "Vendor", "What they do for us", "Where", "Added on"))), TOOLS),
)  # fmt: skip
"""Each was read once before a rule for it was written: of 49 companies 46 names, 42 purposes and 38
places were right. The purpose that is only a heading is the entry's group."""
FURTHER_PAGES = (
    ListPage("Korean", make_html("<h1>하위 수탁업체 목록</h1>" + make_table(
        ("Veldspar Compute, Inc.", "서버 운영", "미국"),
        ("주식회사 한빛메일", "이메일 발송", "대한민국"),
        ("Mizuumi K.K.", "로그 관리", "일본"),
        header=("수탁업체명", "위탁업무 내용", "소재 국가")), "하위 수탁업체"), (
        ("Veldspar Compute, Inc.", "서버 운영", "미국"),
        ("주식회사 한빛메일", "이메일 발송", "대한민국"),
        ("Mizuumi K.K.", "로그 관리", "일본"))),
    ListPage("Chinese", make_html("<h1>子处理者清单</h1>" + make_table(
        ("Veldspar Compute, Inc.", "服务器托管", "美国"),
        ("青石科技有限公司", "短信发送", "中国"),
        ("Mizuumi K.K.", "日志管理", "日本"),
        header=("子处理者名称", "处理目的", "所在国家/地区")), "子处理者清单"), (
        ("Veldspar Compute, Inc.", "服务器托管", "美国"),
        ("青石科技有限公司", "短信发送", "中国"),
        ("Mizuumi K.K.", "日志管理", "日本"))),
    ListPage("Japanese cards", make_html("<h1>再委託先一覧</h1>" + "".join(
        f"<h3>{name}</h3><p>業務内容：{purpose}</p><p>所在国：{place}</p>" for name, purpose, place in (
        ("株式会社みずうみ", "ログの管理", "日本"), ("Veldspar Compute, Inc.", "サーバーの運用", "米国"),
        ("Pinnacle Voice Pty Ltd", "電話サポート", "オーストラリア"))), "再委託先一覧"), (
        ("株式会社みずうみ", "ログの管理", "日本"),
        ("Veldspar Compute, Inc.", "サーバーの運用", "米国"),
        ("Pinnacle Voice Pty Ltd", "電話サポート", "オーストラリア"))),
    ListPage("headings of countries", make_html("<h1>Subprocessors</h1>" + LEAD
        + "<h3>Located in Canada</h3><ul><li>Cobaltlane Ltd (session replay)</li><li>Fernhill Inc."
        " (surveys)</li></ul><h3>Located in Japan</h3><ul><li>Mizuumi K.K. (log management)</li>"
        "<li>Hoshi Systems K.K. (fraud checks)</li></ul>"), (
        ("Cobaltlane Ltd", "session replay", "Canada"), ("Fernhill Inc.", "surveys", "Canada"),
        ("Mizuumi K.K.", "log management", "Japan"),
        ("Hoshi Systems K.K.", "fraud checks", "Japan"))),
    ListPage("buttons after the place", make_html("<h1>Subprocessors</h1>" + "".join(
        f"<div><h4>{name}</h4><p>{purpose}</p><p><span>Location: {place}</span>"
        '<a href="https://x.example">Learn more</a></p></div>' for name, purpose, place in TOOLS)),
        TOOLS),
    ListPage("headers of several words", make_html("<h1>Subprocessors</h1>" + make_table(
        *[(f"{name}<br>1 High Street, {place}", purpose, place) for name, purpose, place in CLOUDS],
        header=("Company, registered office", "Service, purpose", "Processing location"))), CLOUDS),
)  # fmt: skip
"""Three kinds of misses of these pages, written again in other words."""
