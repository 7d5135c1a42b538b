"""What text is that stands in a box beside or amid the prose of a document."""

from enum import StrEnum


class Beside(StrEnum):
    """What text is in a box beside or amid the prose, if nothing there looks like a term."""

    BOX = "box"
    VISITOR = "visitor"
    """Signed with a name and a day: what somebody else says."""
