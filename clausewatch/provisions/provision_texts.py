"""Fills the taxonomy's text templates for one provision, so that they are true of its document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clausewatch.model.provisions import SETTLED, Polarity, Provision
from clausewatch.provisions.contacts import NO_CONTACT, OPT_OUT, Contacts, find_email
from clausewatch.provisions.open_facets import find_open_facets
from clausewatch.provisions.polarity_and_severity import explain_severity
from clausewatch.provisions.regional_choices import select_effective
from clausewatch.provisions.taxonomy import CONDITIONS, Action, ClauseType, Denial, Memo
from clausewatch.provisions.taxonomy_files import load_taxonomy

_SPACES = re.compile(r"\s{2,}")

_OPENINGS: Mapping[Polarity, str] = {
    Polarity.DOES: "{subject} {provides} for {practice}.",
    Polarity.MAY: "{subject} {permits} {practice}.",
    Polarity.WITH_CONSENT: "{subject} {permits} {practice} only with consent.",
    Polarity.OPT_OUT_OFFERED: "{subject} {permits} {practice}, with an opt-out.",
    Polarity.SOME_EXCLUDED: (
        "{subject} {rules} out only a part of {practice}: some people, plans, data, purposes or "
        "recipients."
    ),
    Polarity.DOES_NOT: "{subject} {rules} out {practice} (subject to the quoted wording).",
    Polarity.UNCLEAR: (
        "{subject} {is} inconsistent about {practice}. The quoted sentence permits it, and the "
        "next quote rules it out."
    ),
}
_CONSENT_IMPACT = (
    "Under this wording, this happens only if you agree. The quoted sentence says what counts as "
    "agreement."
)
_EXCLUSION_IMPACT = (
    "Under this wording, only what the sentence names is excluded. The rest of the document "
    "governs everything else."
)
_OPT_OUT_IMPACT = (
    "Under this wording, it applies to you unless you use the opt-out in the document."
)


@dataclass(frozen=True, slots=True)
class ProvisionTexts:
    """The texts about a provision that do not depend on its history."""

    what: str
    why: str
    note: str
    impact: str
    actions: tuple[str, ...]
    memo: Memo


def fill_texts(
    clause: ClauseType, provision: Provision, platform: str, document: str, contacts: Contacts
) -> ProvisionTexts:
    """Fill the texts of a clause type for a provision.

    `document` is the kind of the document in words, e.g. `privacy policy`.
    """
    values = _build_placeholders(clause, provision, platform, document, contacts)
    is_denied = provision.polarity is Polarity.DOES_NOT
    # A document can state a rule, but only a practice can be permitted.
    is_rule = not clause.verbs and provision.polarity is Polarity.MAY
    opening = _OPENINGS[Polarity.DOES if is_rule else provision.polarity]
    meaning = clause.meaning_denied if is_denied else clause.meaning
    is_narrowed = provision.polarity is Polarity.SOME_EXCLUDED and clause.denial is Denial.PROTECTS
    if is_narrowed or provision.polarity is Polarity.WITH_CONSENT:
        meaning = ""
    return ProvisionTexts(
        what=_fill_template(f"{opening} {meaning}", values),
        why=_fill_template(clause.why, values),
        note=provision.note,
        impact=_fill_template(_choose_impact(clause, provision.polarity), values),
        actions=tuple(
            _fill_template(action.text, values | _find_action_contact(action, provision, contacts))
            for action in clause.actions
            if _is_applicable(action, provision, is_denied=is_denied)
        ),
        memo=Memo(*(_fill_template(getattr(clause.memo, part), values) for part in Memo.__slots__)),
    )


def _build_placeholders(
    clause: ClauseType, provision: Provision, platform: str, document: str, contacts: Contacts
) -> dict[str, str]:
    """Return the text for each placeholder of the templates, including every facet."""
    effective = select_effective(provision.facets, load_taxonomy().grammar)
    stated = [clause.find_facet(facet.id) for facet in effective]
    severity_reasons = explain_severity(clause, provision.polarity, stated, provision.severity)
    values = {
        "subject": _name_subject(platform, document),
        "platform": platform,
        "document": document,
        "contact": contacts.general,
        "severity": f"{provision.severity} ({severity_reasons})",
        "practice": clause.practice,
        **_conjugate(document),
    }
    open_facets = set(find_open_facets(clause, provision.polarity, provision.facets))
    for facet, finding in zip(clause.facets, provision.facets, strict=True):
        values[facet.id] = (
            facet.stated if finding.is_stated else facet.absent * (facet in open_facets)
        )
    return values


def _conjugate(document: str) -> dict[str, str]:
    """Return the verbs of the openings in the number of the document: terms *provide*."""
    noun = re.split(r" (?:of|for) ", document)[0]
    verbs = ("provides", "permits", "rules")
    if not noun.endswith("s") or noun.endswith("ss"):
        return {verb: verb for verb in verbs} | {"is": "is"}
    return {verb: verb.removesuffix("s") for verb in verbs} | {"is": "are"}


def _name_subject(platform: str, document: str) -> str:
    """Return platform and document, without naming the platform twice."""
    if platform.casefold() not in document.casefold():
        return f"{platform}'s {document}"
    has_possessive = document.casefold().startswith(f"{platform}'s".casefold())
    return document if has_possessive else f"The {document}"


def _choose_impact(clause: ClauseType, polarity: Polarity) -> str:
    """Return the template of the consumer impact for a polarity."""
    if polarity is Polarity.DOES_NOT:
        return clause.impact_denied or clause.impact
    if polarity is Polarity.WITH_CONSENT:
        return _CONSENT_IMPACT
    if polarity is Polarity.SOME_EXCLUDED:
        return _EXCLUSION_IMPACT
    if polarity is Polarity.OPT_OUT_OFFERED and clause.denial is Denial.PROTECTS:
        return f"{clause.impact} {_OPT_OUT_IMPACT}"
    return clause.impact


def _find_action_contact(
    action: Action, provision: Provision, contacts: Contacts
) -> dict[str, str]:
    """Return the contact that the facet itself names: an opt-out often has its own."""
    quotes = (
        facet.quote.text for facet in provision.facets if facet.id == action.when and facet.quote
    )
    contact = next((email for text in quotes if (email := find_email(text))), None)
    if contact is None and action.when == OPT_OUT and contacts.opt_out != NO_CONTACT:
        contact = contacts.opt_out
    return {"contact": contact} if contact else {}


def _is_applicable(action: Action, provision: Provision, *, is_denied: bool) -> bool:
    """Return whether an action makes sense for the provision."""

    def is_met(condition: str) -> bool:
        if condition in CONDITIONS:
            return is_denied or (condition == "settled" and provision.polarity in SETTLED)
        return any(facet.id == condition and facet.is_stated for facet in provision.facets)

    if action.when and not is_met(action.when):
        return False
    return not (action.unless and is_met(action.unless))


def _fill_template(template: str, values: Mapping[str, str]) -> str:
    """Fill a template; an empty value leaves no gap."""
    return _SPACES.sub(" ", template.format_map(values)).strip()
