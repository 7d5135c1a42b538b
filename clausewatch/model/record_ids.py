"""The numbers of rows, and the record ids that people quote."""

from typing import NewType

from clausewatch.whole_numbers import parse_whole_number

WorkspaceId = NewType("WorkspaceId", int)
ChannelId = NewType("ChannelId", int)
DocumentId = NewType("DocumentId", int)
VersionId = NewType("VersionId", int)
ChangeId = NewType("ChangeId", int)
WatchId = NewType("WatchId", int)
DeliveryId = NewType("DeliveryId", int)
PostId = NewType("PostId", int)
ProvisionId = NewType("ProvisionId", int)

RECORD_DIGITS = {"D": 5, "C": 6, "P": 6, "W": 6}


def record_id(letter: str, number: int) -> str:
    """Return the id that people quote: `CW-D-00480`, `CW-C-000321`."""
    return f"CW-{letter}-{number:0{RECORD_DIGITS[letter]}d}"


def record_number(letter: str, text: str) -> int | None:
    """Return the number in a record id as typed by a person, or None where it is not one."""
    prefix, _, digits = text.strip().upper().rpartition("-")
    return parse_whole_number(digits) if prefix in {f"CW-{letter}", letter} else None
