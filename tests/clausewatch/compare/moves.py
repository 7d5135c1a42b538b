"""Moves of terms with the severity that a lawyer gives them, for reading as a table.

The first twelve are real kinds of change that an earlier release graded too low.
"""

from clausewatch.model.reading import Severity

HIGH, MEDIUM = Severity.HIGH, Severity.MEDIUM

LOSSES: tuple[tuple[str, str | None, Severity], ...] = (
    # before, after (None: removed), severity of the loss; the way back is a gain and low
    ("We do not sell your personal data.", None, HIGH),
    ("You may opt out of ads and analytics.", None, HIGH),
    ("We keep usage data for 30 days.", "We keep usage data for 24 months.", HIGH),
    (
        "We notify you of a breach within 72 hours.",
        "We notify you of a breach without undue delay.",
        HIGH,
    ),
    ("The subscription does not renew.", "The subscription renews automatically.", MEDIUM),
    (
        "You may terminate at any time.",
        "You may terminate with 90 days' notice to the end of the year.",
        MEDIUM,
    ),
    (
        "We delete data within 30 days of termination.",
        "We delete data within 90 days of termination.",
        HIGH,
    ),
    (
        "We announce new subprocessors 10 days in advance.",
        "We announce new subprocessors 2 days in advance.",
        HIGH,
    ),
    (
        "We may not train models on Customer Content.",
        "We may train models on Customer Content unless Customer opts out.",
        HIGH,
    ),
    ("Data is stored in the EEA only.", "Data is stored in the EEA and the United States.", HIGH),
    ("Customer may audit our facilities once a year.", None, HIGH),
    ("Our liability is capped at EUR 10,000.", "Our liability is capped at EUR 100.", HIGH),
    # data
    (
        "We never sell contact details or other personal data.",
        "We sell contact details and other personal data.",
        HIGH,
    ),
    (
        "We sell personal data only with your consent.",
        "We sell personal data unless you opt out.",
        HIGH,
    ),
    (
        "We do not share your information with third parties.",
        "We may share your information with third parties.",
        HIGH,
    ),
    (
        "We share your data with processors.",
        "We share your data with processors and advertisers.",
        HIGH,
    ),
    ("We do not use prompts to train AI models.", None, HIGH),
    (
        "We train AI models on your files only if you opt in.",
        "We train AI models on your files.",
        HIGH,
    ),
    ("We do not read your messages.", "We may read your messages.", HIGH),
    ("We do not use your data for advertising.", "We use your data for advertising.", MEDIUM),
    ("Profiles are private by default.", "Profiles are public by default.", HIGH),
    (
        "Location is collected only while you use the app.",
        "Location is collected at all times.",
        HIGH,
    ),
    ("Files are encrypted at rest.", "Files are not encrypted at rest.", HIGH),
    ("We ask for your consent before we record calls.", "We record calls unless you object.", HIGH),
    (
        "We disclose data to authorities only with a court order.",
        "We disclose data to authorities without a court order.",
        HIGH,
    ),
    ("You can object to profiling.", "You cannot object to profiling.", HIGH),
    ("You may delete your data at any time.", "You may not delete your data.", MEDIUM),
    ("You may export your data.", None, MEDIUM),
    # periods
    ("Chat logs are retained for 7 days.", "Chat logs are retained for 10 days.", MEDIUM),
    ("Chat logs are retained for 7 days.", "Chat logs are retained for 70 days.", HIGH),
    ("We keep recordings for 90 days.", "We keep recordings for as long as we see fit.", MEDIUM),
    (
        "We notify customers of incidents within 24 hours.",
        "We notify customers of incidents within 48 hours.",
        HIGH,
    ),
    ("We give 30 days' notice of new terms.", "We give 20 days' notice of new terms.", MEDIUM),
    ("We give 30 days' notice of new terms.", "We give 3 days' notice of new terms.", HIGH),
    (
        "We may change these terms with 30 days' notice.",
        "We may change these terms without notice.",
        HIGH,
    ),
    ("You may cancel with 14 days' notice.", "You may cancel with 30 days' notice.", MEDIUM),
    ("You may cancel with 14 days' notice.", "You may cancel with 90 days' notice.", HIGH),
    ("The contract renews for one month.", "The contract renews for one year.", HIGH),
    ("Claims must be brought within two years.", "Claims must be brought within one year.", MEDIUM),
    (
        "You may object to a new subprocessor within 30 days.",
        "You may object to a new subprocessor within 20 days.",
        MEDIUM,
    ),
    ("Refunds are available for 30 days.", "Refunds are available for 14 days.", MEDIUM),
    ("The trial lasts 30 days.", "The trial lasts 14 days.", MEDIUM),
    ("You must pay invoices within 45 days.", "You must pay invoices within 30 days.", MEDIUM),
    (
        "We respond to requests within one month.",
        "We respond to requests within two months.",
        MEDIUM,
    ),
    # money and liability
    ("The fee is $10 a month.", "The fee is $12 a month.", MEDIUM),
    ("The fee is $10 a month.", "The fee is $40 a month.", HIGH),
    ("We refund unused months.", "We do not refund unused months.", MEDIUM),
    ("Fees are refundable.", "Fees are non-refundable.", MEDIUM),
    ("Audits are at our expense.", "Audits are at your expense.", MEDIUM),
    (
        "We are liable for damages caused by our negligence.",
        "We are not liable for damages caused by our negligence.",
        HIGH,
    ),
    (
        "Our liability for gross negligence is unlimited.",
        "Our liability for gross negligence is excluded.",
        HIGH,
    ),
    (
        "Damages are capped at the fees paid in 24 months.",
        "Damages are capped at the fees paid in 12 months.",
        HIGH,
    ),
    (
        "We indemnify you against claims by third parties.",
        "You indemnify us against claims by third parties.",
        HIGH,
    ),
    ("We guarantee an uptime of 99.9%.", "We guarantee an uptime of 99%.", MEDIUM),
    ("We will not raise prices during the term.", "We may raise prices during the term.", MEDIUM),
    # disputes, content, accounts
    ("You may take part in class actions.", "You waive class actions.", HIGH),
    ("You keep the right to a jury trial.", None, HIGH),
    ("You own your uploads.", "We own your uploads.", HIGH),
    ("You grant us a revocable licence.", "You grant us an irrevocable licence.", HIGH),
    ("We may use your logo only with your consent.", "We may use your logo.", MEDIUM),
    ("We may suspend accounts after a warning.", "We may suspend accounts without warning.", HIGH),
    ("We do not suspend accounts.", "We may suspend accounts.", HIGH),
    ("We may terminate only for cause.", "We may terminate for any reason.", MEDIUM),
    ("Customer may audit us at any time.", "Customer may not audit us.", HIGH),
    (
        "Processing takes place exclusively in the European Union.",
        "Processing may take place in third countries.",
        HIGH,
    ),
    ("Servers are in Switzerland only.", "Servers are in any country.", HIGH),
    ("We will notify you of a breach.", "We may notify you of a breach.", HIGH),
    ("We notify you of every breach.", None, HIGH),
    ("We will delete your files when you ask.", "We may delete your files when you ask.", HIGH),
    ("We delete your data when you leave.", None, HIGH),
    ("Support is free of charge.", "Support is available for a fee.", MEDIUM),
    ("You can opt out of arbitration.", None, HIGH),
)
"""Every row is read once by a person: what is lost, and whether that is grave for a customer."""
