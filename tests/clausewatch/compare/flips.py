"""Sentences that flip, and what a summary of each flip has to hold."""

FLIPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # before, after, what the summary holds
    (
        "We may not train models on Customer Content.",
        "We may train models on Customer Content unless Customer opts out in its account settings.",
        ("may not train", "may train", "unless"),
    ),
    (
        "We do not sell your personal data.",
        "We may sell your personal data to advertising partners.",
        ("do not sell", "may sell"),
    ),
    (
        "We keep face templates for 10 months after the last login.",
        "We keep face templates for 10 years after the last login, unless others ask.",
        ("10 months", "10 years", "unless"),
    ),
    (
        "You may terminate at any time by written notice.",
        "You may terminate at the end of a contract year by 90 days' written notice.",
        ("any time", "contract year", "90 days"),
    ),
    (
        "This contract is governed by the law of Ireland and the courts of Dublin decide.",
        "This contract is governed by the law of Texas and the courts of Austin decide.",
        ("Ireland", "Texas", "Dublin", "Austin"),
    ),
    (
        "The contract is with Quillworks, Inc., a company of Delaware.",
        "The contract is with Quillworks Holdings LLC, a company of Texas.",
        ("Inc.", "Holdings LLC", "Delaware", "Texas"),
    ),
    (
        "The arbitration takes place in California.",
        "The arbitration takes place in Delaware.",
        ("arbitration", "California", "Delaware"),
    ),
    (
        "Damages are limited to five (5) times the fees.",
        "Damages are limited to two (2) times the fees.",
        ("five (5)", "two (2)", "fees"),
    ),
    (
        "Upon termination we delete customer data within thirty days.",
        "Upon termination we delete customer data within ninety days.",
        ("delete", "thirty", "ninety", "days"),
    ),
    (
        "We announce a new subprocessor ten days before it starts.",
        "We announce a new subprocessor two days before it starts.",
        ("subprocessor", "ten days", "two days"),
    ),
    (
        "You must give us a copy of your identity card.",
        "You may give us a copy of your identity card.",
        ("must", "may"),
    ),
    ("We shall answer support requests.", "We may answer support requests.", ("shall", "may")),
    (
        "We will restore lost files.",
        "We will not restore lost files.",
        ("will restore", "will not restore"),
    ),
    (
        "You can export your files after closure.",
        "You cannot export your files after closure.",
        ("can export", "cannot export"),
    ),
    ("We never read private messages.", "We read private messages.", ("never read", "We read")),
    (
        "We share usage data only with your consent.",
        "We share usage data unless you opt out.",
        ("only with your consent", "unless you opt out"),
    ),
    ("We profile you if you opt in.", "We profile you unless you opt out.", ("opt in", "opt out")),
    (
        "We ask for your consent before we use cookies.",
        "We use cookies unless you object.",
        ("consent", "unless you object"),
    ),
    ("Backups are kept for 30 days.", "Backups are kept for 30 months.", ("30 days", "30 months")),
    ("Log files are kept for 6 weeks.", "Log files are kept for 6 years.", ("6 weeks", "6 years")),
    (
        "Calls are recorded for 24 hours.",
        "Calls are recorded for 24 months.",
        ("24 hours", "24 months"),
    ),
    ("The plan costs $10 a month.", "The plan costs $10 a week.", ("a month", "a week")),
    ("The plan costs €10 a month.", "The plan costs $10 a month.", ("€10", "$10")),
    ("Uploads are limited to 5 GB.", "Uploads are limited to 5 MB.", ("5 GB", "5 MB")),
    (
        "Our liability is capped at EUR 10,000.",
        "Our liability is capped at EUR 100.",
        ("10,000", "100", "liability"),
    ),
    (
        "Our liability is capped at the fees of twelve months.",
        "Our liability is capped at the fees of one month.",
        ("twelve months", "one month"),
    ),
    (
        "Our liability for gross negligence is unlimited.",
        "Our liability for gross negligence is excluded.",
        ("unlimited", "excluded"),
    ),
    (
        "Disputes go to the courts of Vienna.",
        "Disputes go to arbitration in Singapore.",
        ("courts of Vienna", "arbitration in Singapore"),
    ),
    (
        "You may sue at your place of residence.",
        "You may sue only at our place of business.",
        ("your place of residence", "only at our place of business"),
    ),
    (
        "You keep the right to a jury trial.",
        "You waive the right to a jury trial.",
        ("keep", "waive"),
    ),
    (
        "Class actions are allowed.",
        "Class actions are not allowed.",
        ("are allowed", "are not allowed"),
    ),
    (
        "The controller is Fernleaf Ltd of Leeds.",
        "The controller is Fernleaf Inc. of Reno.",
        ("Ltd", "Inc.", "Leeds", "Reno"),
    ),
    (
        "Data is stored in the EEA only.",
        "Data is stored in the EEA and the United States.",
        ("EEA only", "United States"),
    ),
    (
        "Support staff in the European Union see your files.",
        "Support staff in any country see your files.",
        ("European Union", "any country"),
    ),
    (
        "We transfer data on the basis of an adequacy decision.",
        "We transfer data without an adequacy decision.",
        ("on the basis of", "without"),
    ),
    (
        "We give 60 days' notice of new prices.",
        "We give 6 days' notice of new prices.",
        ("60 days", "6 days", "prices"),
    ),
    (
        "We notify you before changes take effect.",
        "We notify you after changes take effect.",
        ("before changes", "after changes"),
    ),
    (
        "Material changes need your agreement.",
        "Material changes need no agreement.",
        ("your agreement", "no agreement"),
    ),
    (
        "The subscription does not renew.",
        "The subscription renews automatically.",
        ("does not renew", "renews automatically"),
    ),
    (
        "The subscription renews for one month.",
        "The subscription renews for one year.",
        ("one month", "one year"),
    ),
    (
        "You may cancel up to 24 hours before renewal.",
        "You may cancel up to 30 days before renewal.",
        ("24 hours", "30 days"),
    ),
    (
        "Customer may audit our facilities once a year.",
        "Customer may request a summary of our audit report.",
        ("audit our facilities", "request a summary"),
    ),
    ("Audits are at our expense.", "Audits are at your expense.", ("our expense", "your expense")),
    (
        "We notify customers of a breach within 72 hours.",
        "We notify customers of a breach without undue delay.",
        ("72 hours", "without undue delay"),
    ),
    (
        "We notify customers of a breach within 24 hours.",
        "We notify customers of a breach within 72 hours.",
        ("24 hours", "72 hours"),
    ),
    (
        "We notify you of any breach.",
        "We notify you of any breach where the law requires it.",
        ("where the law requires it",),
    ),
    ("We sell no contact lists.", "We sell contact lists.", ("sell no contact", "sell contact")),
    (
        "We share e-mail addresses with processors.",
        "We share e-mail addresses with advertisers.",
        ("processors", "advertisers"),
    ),
    (
        "We share data with our affiliates.",
        "We share data with our affiliates and data brokers.",
        ("data brokers",),
    ),
    (
        "We do not train models on your files.",
        "We train models on your files.",
        ("do not train", "We train"),
    ),
    (
        "We train models on public files.",
        "We train models on public and private files.",
        ("public and private",),
    ),
    (
        "Opted-out files are never used for training.",
        "Opted-out files are no longer used for training.",
        ("never used", "no longer used"),
    ),
    (
        "We delete your account data within 30 days.",
        "We delete your account data within 180 days.",
        ("30 days", "180 days"),
    ),
    (
        "We keep invoices as long as the law requires.",
        "We keep invoices as long as we see fit.",
        ("the law requires", "we see fit"),
    ),
    ("We refund unused time.", "We do not refund unused time.", ("We refund", "do not refund")),
    ("We refund 100% of the price.", "We refund 10% of the price.", ("100%", "10%")),
    ("The service is for people over 16.", "The service is for people over 13.", ("16", "13")),
    ("You own what you make.", "We own what you make.", ("You own", "We own")),
    (
        "You grant us a revocable licence.",
        "You grant us an irrevocable licence.",
        ("revocable", "irrevocable"),
    ),
    (
        "The licence ends with your account.",
        "The licence survives your account.",
        ("ends with", "survives"),
    ),
    (
        "We indemnify you against claims.",
        "You indemnify us against claims.",
        ("We indemnify you", "You indemnify us"),
    ),
    (
        "Suspension needs a prior warning.",
        "Suspension needs no prior warning.",
        ("a prior warning", "no prior warning"),
    ),
    ("Uptime is at least 99.9%.", "Uptime is at least 99%.", ("99.9%", "99%")),
    (
        "Claims expire after two years.",
        "Claims expire after two months.",
        ("two years", "two months"),
    ),
)
