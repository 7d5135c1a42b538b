"""Reasons for dropping text of a page that other packages ask for."""

STRUCK = "struck through"
"""The reason for dropping text that the page shows as deleted."""
HIDDEN_BY_STYLE = "hidden by the style sheet"
"""The reason for dropping a passage that a style sheet of the page hides for good."""
BUTTON = "button"
"""The reason for dropping the label of a button."""
HIDDEN = "hidden"
"""The reason for dropping an element that its markup hides."""
CONSENT_DIALOG = "consent dialog"
"""The reason for dropping an element that asks for consent to cookies."""
EARLIER_VERSION = "an earlier version of the document"
"""The reason for dropping an earlier version that the page keeps below the current one."""
NOT_IN_FORCE = frozenset({STRUCK, HIDDEN_BY_STYLE, EARLIER_VERSION})
"""Reasons for dropping text that the page has but that is not valid any more."""
UNWATCHED = NOT_IN_FORCE | {BUTTON, CONSENT_DIALOG, HIDDEN}
"""Reasons for dropping text of which not even an amended sentence may be a term."""
