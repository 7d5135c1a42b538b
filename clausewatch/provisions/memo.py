"""Texts of the taxonomy filled for one provision, so that they are true of this document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clausewatch.model.provisions import SETTLED, Polarity, Provision
from clausewatch.provisions.contacts import NO_CONTACT, OPT_OUT, Contacts, find_email
from clausewatch.provisions.polarity_and_severity import explain_severity
from clausewatch.provisions.taxonomy import CONDITIONS, Action, ClauseType, Denial, Memo

_SPACES = re.compile(r"\s{2,}")

_OPENINGS: Mapping[Polarity, str] = {
    Polarity.DOES: "{subject} provides for {practice}.",
    Polarity.MAY: "{subject} allows {practice}.",
    Polarity.WITH_CONSENT: "{subject} makes {practice} depend on consent or choice.",
    Polarity.OPT_OUT_OFFERED: "{subject} takes {practice} as given and states a way to opt out.",
    Polarity.SOME_EXCLUDED: "{subject} excludes some people, plans or data from {practice}.",
    Polarity.DOES_NOT: "{subject} rules out {practice}, as far as the quoted sentence goes.",
}
_ON_CONSENT = (
    "On this text nothing of the kind happens unless you agree; what counts as agreement stands "
    "in the quoted sentence."
)
_ON_EXCLUSION = (
    "On this text those whom the sentence names are left out of it; for all others the rest of "
    "the document decides."
)
_ON_OPT_OUT = "On this text it applies to you until you use the way out that the document states."


@dataclass(frozen=True, slots=True)
class ProvisionTexts:
    """Everything that is written about a provision and does not come from its history."""

    what: str
    why: str
    note: str
    impact: str
    actions: tuple[str, ...]
    memo: Memo


def fill_texts(
    clause: ClauseType, provision: Provision, platform: str, document: str, contacts: Contacts
) -> ProvisionTexts:
    """Fill the texts of a type for a provision; `document` is its kind in words."""
    stated = [clause.facet(one.id) for one in provision.facets if one.is_stated]
    severity_reasons = explain_severity(clause, provision.polarity, stated)
    filled = {
        "subject": _subject(platform, document),
        "platform": platform,
        "document": document,
        "contact": contacts.general,
        "severity": f"{provision.severity} ({severity_reasons})",
        "practice": clause.practice,
    }
    is_denied = provision.polarity is Polarity.DOES_NOT
    is_settled = provision.polarity in SETTLED
    for facet, one in zip(clause.facets, provision.facets, strict=True):
        matters = facet.is_for_denial or not is_settled
        filled[facet.id] = facet.stated if one.is_stated else facet.absent * matters
    # A rule is there or not; only a practice can be allowed.
    is_rule = not clause.verbs and provision.polarity is Polarity.MAY
    opening = _OPENINGS[Polarity.DOES if is_rule else provision.polarity]
    meaning = clause.meaning_denied if is_denied else clause.meaning
    if provision.polarity is Polarity.WITH_CONSENT:
        meaning = ""
    return ProvisionTexts(
        what=_fill(f"{opening} {meaning}", filled),
        why=_fill(clause.why, filled),
        note=provision.note,
        impact=_fill(_impact(clause, provision.polarity), filled),
        actions=tuple(
            _fill(action.text, filled | _addressed(action, provision, contacts))
            for action in clause.actions
            if _applies(action, provision, is_denied=is_denied)
        ),
        memo=Memo(*(_fill(getattr(clause.memo, part), filled) for part in Memo.__slots__)),
    )


def _subject(platform: str, document: str) -> str:
    """Return whose document it is, without naming the platform twice."""
    if platform.casefold() not in document.casefold():
        return f"{platform}'s {document}"
    return (
        document
        if document.casefold().startswith(f"{platform}'s".casefold())
        else f"The {document}"
    )


def _impact(clause: ClauseType, said: Polarity) -> str:
    """Return the template of the consumer impact for a polarity."""
    if said is Polarity.DOES_NOT:
        return clause.impact_denied or clause.impact
    if said is Polarity.WITH_CONSENT:
        return _ON_CONSENT
    if said is Polarity.SOME_EXCLUDED:
        return _ON_EXCLUSION
    if said is Polarity.OPT_OUT_OFFERED and clause.denial is Denial.PROTECTS:
        return f"{clause.impact} {_ON_OPT_OUT}"
    return clause.impact


def _addressed(action: Action, provision: Provision, contacts: Contacts) -> dict[str, str]:
    """Return the address that the particular itself names: an opt-out often has one of its own."""
    quotes = (one.quote.text for one in provision.facets if one.id == action.when and one.quote)
    found = next((address for text in quotes if (address := find_email(text))), None)
    if found is None and action.when == OPT_OUT and contacts.opt_out != NO_CONTACT:
        found = contacts.opt_out
    return {"contact": found} if found else {}


def _applies(action: Action, provision: Provision, *, is_denied: bool) -> bool:
    """Tell whether an action makes sense for what this document says."""

    def holds(condition: str) -> bool:
        if condition in CONDITIONS:
            return is_denied or (condition == "settled" and provision.polarity in SETTLED)
        return any(one.id == condition and one.is_stated for one in provision.facets)

    return (not action.when or holds(action.when)) and not (action.unless and holds(action.unless))


def _fill(template: str, filled: Mapping[str, str]) -> str:
    """Fill a template; facets without words leave no gap."""
    return _SPACES.sub(" ", template.format_map(filled)).strip()
