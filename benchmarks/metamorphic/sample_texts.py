"""Sentences written for this benchmark: new terms, and texts from the rest of a page."""

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "We may share usage records with advertising partners in Brazil.",
        "No refunds are given after the second renewal.",
        "Uploads made on free plans can be used to teach our ranking models.",
        "Accounts idle for fourteen months are erased without further notice.",
        "Any quarrel about these terms goes to arbitration in Singapore, one claimant at a time.",
        "Voice recordings leave our servers after ten days; transcripts stay for three years.",
        "The monthly charge rises to 18 euros from January.",
        "Children under 15 need a parent's signature.",
        "Your employer can read every message sent through a work account.",
        "Liability is capped at the fees paid in the preceding six months.",
        "Biometric templates are handed to Harrow Identity Ltd for age checks.",
        "You waive any right to join a class proceeding.",
        "Moderators outside the company look at flagged pictures.",
        "Precise location is collected even while the app is closed.",
        "Backups are stored in Montreal and Osaka.",
        "Crypto payments are final.",
        "A surcharge of 3% applies to cards issued abroad.",
        "By posting you let us print your work in catalogues, worldwide and without pay.",
        "Researchers at partner universities receive pseudonymous copies of your answers.",
        "We will answer deletion requests within 45 days instead of promptly.",
        "Scraping, resale and automated sign-ups are prohibited.",
        "If the company is bought, the buyer inherits your profile.",
        "We keep IP addresses for 400 days.",
        "Students pay half.",
    ),
    "de": (
        "Wir geben Nutzungsdaten an Werbepartner in Brasilien weiter.",
        "Nach der zweiten Verl\u00e4ngerung wird kein Geld erstattet.",
        "Konten, die vierzehn Monate ruhen, werden ohne Ank\u00fcndigung gel\u00f6scht.",
        "Sprachaufnahmen bewahren wir zehn Tage auf, Abschriften drei Jahre.",
        "Gerichtsstand ist Leipzig.",
        "Kinder unter 15 Jahren brauchen die Unterschrift eines Elternteils.",
        "Die monatliche Geb\u00fchr betr\u00e4gt ab Januar 18 Euro.",
    ),
    "fr": (
        "Nous transmettons les donn\u00e9es d'utilisation \u00e0 des partenaires au Br\u00e9sil.",
        "Aucun remboursement n'est accord\u00e9 apr\u00e8s le deuxi\u00e8me renouvellement.",
        "Les comptes inactifs depuis quatorze mois sont supprim\u00e9s sans pr\u00e9avis.",
        "Les enregistrements vocaux sont conserv\u00e9s dix jours.",
        "Les tribunaux de Nantes sont seuls comp\u00e9tents.",
        "Le tarif mensuel passe \u00e0 18 euros en janvier.",
    ),
    "sv": (
        "Vi delar anv\u00e4ndningsdata med annonspartner i Brasilien.",
        "Konton som varit vilande i fjorton m\u00e5nader raderas utan f\u00f6rvarning.",
        "R\u00f6stinspelningar sparas i tio dagar.",
        "Avgiften h\u00f6js till 180 kronor i januari.",
    ),
    "zh": (
        "\u6211\u4eec\u4f1a\u5c06\u4f7f\u7528\u8bb0\u5f55\u63d0\u4f9b\u7ed9\u5df4\u897f\u7684\u5e7f\u544a\u5408\u4f5c\u4f19\u4f34\u3002",
        "\u8bed\u97f3\u8bb0\u5f55\u4fdd\u5b58\u5341\u5929\uff0c\u6587\u5b57\u7a3f\u4fdd\u5b58\u4e09\u5e74\u3002",
        "\u672a\u6ee1\u5341\u4e94\u5c81\u7684\u7528\u6237\u987b\u7531\u76d1\u62a4\u4eba\u7b7e\u5b57\u3002",
        "\u8fde\u7eed\u5341\u56db\u4e2a\u6708\u672a\u767b\u5f55\u7684\u8d26\u53f7\u5c06\u88ab\u5220\u9664\u3002",
    ),
    "es": (
        "Cedemos los registros de uso a socios publicitarios en Brasil.",
        "Las cuentas inactivas durante catorce meses se borran sin aviso.",
        "Las grabaciones de voz se guardan diez d\u00edas.",
        "No hay reembolso despu\u00e9s de la segunda renovaci\u00f3n.",
    ),
    "it": (
        "Cediamo i registri di utilizzo a partner pubblicitari in Brasile.",
        "Gli account inattivi da quattordici mesi vengono cancellati senza preavviso.",
        "Il foro competente \u00e8 Torino.",
    ),
    "nl": (
        "Wij delen gebruiksgegevens met advertentiepartners in Brazili\u00eb.",
        "Spraakopnamen worden tien dagen bewaard.",
        "Na de tweede verlenging wordt geen geld teruggegeven.",
    ),
    "pt": (
        "Partilhamos os registos de utiliza\u00e7\u00e3o com parceiros no Brasil.",
        "As grava\u00e7\u00f5es de voz s\u00e3o guardadas durante dez dias.",
        "N\u00e3o h\u00e1 reembolso ap\u00f3s a segunda renova\u00e7\u00e3o.",
    ),
    "pl": (
        "Przekazujemy dane o korzystaniu partnerom reklamowym w Brazylii.",
        "Nagrania g\u0142osowe przechowujemy przez dziesi\u0119\u0107 dni.",
        "S\u0105dem w\u0142a\u015bciwym jest s\u0105d w Gda\u0144sku.",
    ),
    "ja": (
        "\u5229\u7528\u8a18\u9332\u3092\u30d6\u30e9\u30b8\u30eb\u306e\u5e83\u544a\u4e3b\u306b\u63d0\u4f9b\u3057\u307e\u3059\u3002",
        "\u97f3\u58f0\u8a18\u9332\u306f\u5341\u65e5\u9593\u4fdd\u5b58\u3057\u307e\u3059\u3002",
        "\u4e8c\u56de\u76ee\u306e\u66f4\u65b0\u5f8c\u306f\u8fd4\u91d1\u3057\u307e\u305b\u3093\u3002",
    ),
}
"""Sentences to add to terms, by language."""

PROMOS: tuple[tuple[str, str], ...] = (
    ("Meet Aurora 3, our fastest release yet.", "Try it now"),
    ("Join us in Lisbon this June for two days of talks and workshops.", "Get your ticket"),
    ("Save 20% on yearly plans until Friday.", "See plans"),
    ("We raised our Series C to build the future of work.", "Read the story"),
    ("Our new mobile app is here.", "Download"),
    ("Some customers see slow responses; our engineers are looking into it.", "Status page"),
    ("It looks like you are in Germany.", "Switch to the German site"),
    ("Your browser is out of date and parts of this site may not work.", "Update browser"),
    ("Hiring: twelve open roles in Oslo and remote.", "See jobs"),
    ("Wir feiern zehn Jahre. Feiern Sie mit uns!", "Mehr erfahren"),
    ("D\u00e9couvrez notre nouvelle offre pour les \u00e9quipes.", "En savoir plus"),
)

CONSENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("", "We use cookies to make this site better.", ("Accept", "Decline")),
    ("", "This website uses cookies.", ("Got it",)),
    (
        "Your privacy choices",
        "We and our 842 partners store and read information on your device, such as unique"
        " identifiers, to show personalised ads and content, measure them and learn about the"
        " audience. You can change your mind at any time in the settings. Some partners process"
        " your data on the basis of legitimate interest.",
        ("Accept all", "Reject all", "Manage settings"),
    ),
    (
        "Cookies",
        "Strictly necessary cookies keep you signed in. Analytics cookies help us count visits."
        " Marketing cookies follow you across sites. Choose which ones you allow; your choice is"
        " kept for six months. Read more in our cookie notice.",
        ("Allow selection", "Allow all cookies", "Use necessary cookies only"),
    ),
    (
        "Wir respektieren Ihre Privatsph\u00e4re",
        "Wir verwenden Cookies und \u00e4hnliche Verfahren, um unsere Seite zu betreiben und zu"
        " verbessern. Mit einem Klick auf Zustimmen willigen Sie in die Verarbeitung ein. Sie"
        " k\u00f6nnen Ihre Wahl jederzeit \u00e4ndern.",
        ("Alle akzeptieren", "Ablehnen", "Einstellungen"),
    ),
    (
        "Le respect de votre vie priv\u00e9e",
        "Avec votre accord, nos partenaires et nous utilisons des cookies pour mesurer l'audience"
        " et vous proposer des contenus adapt\u00e9s. Vous pouvez retirer votre consentement \u00e0"
        " tout moment.",
        ("Tout accepter", "Tout refuser", "Personnaliser"),
    ),
    (
        "",
        "Vi anv\u00e4nder kakor f\u00f6r att f\u00f6rb\u00e4ttra webbplatsen.",
        ("Godk\u00e4nn", "Avvisa"),
    ),
    (
        "",
        "Usamos cookies propias y de terceros para analizar la navegaci\u00f3n.",
        ("Aceptar", "Rechazar"),
    ),
    (
        "",
        "Questo sito utilizza i cookie per offrirti una migliore esperienza.",
        ("Accetta", "Rifiuta"),
    ),
    ("", "Wij gebruiken cookies om de site te verbeteren.", ("Akkoord", "Weigeren")),
    (
        "",
        "\u6211\u4eec\u4f7f\u7528 Cookie \u6765\u6539\u8fdb\u672c\u7f51\u7ad9\u3002",
        ("\u63a5\u53d7", "\u62d2\u7edd"),
    ),
)
"""Heading, text and buttons of consent dialogs."""

HEADLINES = (
    "How Marlow Foods cut its support time by half",
    "Five habits of calm engineering teams",
    "What we learned from a year of remote work",
    "Introducing workspaces for classrooms",
    "A field guide to better prompts",
    "Inside our new office in Porto",
    "Customer story: Ridgeway Clinics",
    "The state of small shops in 2026",
)
TEASERS = (
    "A look at the numbers behind the change, and what came next.",
    "Our head of design on colour, noise and doing less.",
    "Tips from people who have been there.",
    "We asked two hundred customers what they wish they had known.",
)
MENU = (
    "Pricing", "Careers", "Changelog", "Templates", "Community", "Partners", "Press", "Docs",
    "Support", "Roadmap", "Enterprise", "Academy", "Webinars", "Status", "Trust", "Downloads",
)  # fmt: skip
PARTIES = ("Fernwick Analytics", "Ostrava Cloud s.r.o.", "Pell & Marsh LLP", "Quillon Data Inc.")
STREETS = ("14 Tannery Row", "Kastanienweg 7", "220 Harbour Street, Suite 9")
TOWNS = ("Bristol BS1 4QA", "04109 Leipzig", "Portland, OR 97204")
