"""Samples of clauses: a record and its pages, a comparison, the list of types, one not found."""

from collections.abc import Iterator
from dataclasses import replace

from bot.slack.messages import comparison, provision
from bot.slack.messages.lists import AnswerPage
from bot.slack.messages.record_parts import RecordView
from clausewatch.model.provision_records import Prevalence, RecordedProvision
from clausewatch.model.record_ids import ProvisionId
from clausewatch.provisions import find_provisions
from clausewatch.provisions.record import RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.samples import examples
from tests.samples.examples import NOW
from tests.samples.policies import HARBORPAY, LUMENARY_AFTER, NOTEWELL, Policy
from tests.samples.replies import COMMAND
from tests.samples.sample import Sample, answers

TYPE = load_taxonomy().clauses["ai_training"]
FEW = Prevalence(1, 3)
ELSEWHERE = replace(
    HARBORPAY,
    sections={
        **HARBORPAY.sections,
        "4. Data": ("We do not use the data of your customers to train AI models.",),
    },
)
"""What another platform says of the same matter."""


def held(policy: Policy, number: int) -> tuple[RecordedProvision, ...]:
    """Return what the real recogniser finds in an invented policy, as if on record."""
    version = examples.make_version(policy, 1, NOW)
    return tuple(
        RecordedProvision(
            id=ProvisionId(number * 10 + index),
            document=examples.make_document(policy, number),
            provision=found,
            version=version,
            first_tracked_at=NOW,
            judged_at=NOW,
            last_verified_at=NOW,
        )
        for index, found in enumerate(find_provisions(examples.read_policy(policy)))
    )


def shown() -> RecordView:
    """Return the record of what Lumenary says of training."""
    all_held = held(LUMENARY_AFTER, 480)
    one = next((each for each in all_held if each.provision.clause == TYPE.id), all_held[0])
    reading = examples.read_policy(LUMENARY_AFTER)
    others = tuple(each.provision for each in all_held)
    named = RecordSource(one.document.platform_name, one.document.kind)
    return RecordView(
        recorded=one,
        record=build_record(one.provision, others, reading, load_taxonomy(), named),
        history=(),
        prevalence=FEW,
        elsewhere=tuple(each for each in held(ELSEWHERE, 481) if each.provision.clause == TYPE.id),
        also=(),
        related=all_held,
        changes=1,
        has_quote=True,
        is_intact=True,
        accessed_at=NOW,
        names={each.id: each.name for each in load_taxonomy().clauses.values()},
    )


def clauses() -> Iterator[Sample]:
    """Yield every sample about clauses."""
    found = shown()
    pages = {
        f"record_page_{number + 1}": provision.render_record(
            found, AnswerPage(number, "show lumenary training")
        )
        for number in range(len(provision.PAGES))
    }
    status = examples.status(NOTEWELL, 482)
    types = tuple(load_taxonomy().clauses.values())
    yield from answers(
        **pages,
        clause=comparison.render_clause(TYPE),
        clause_types=comparison.render_clause_list(types, AnswerPage(0, "clauses"), COMMAND),
        compared=comparison.render_comparison(
            TYPE, (found.recorded,), FEW, ("Notewell",), AnswerPage(0, "compare ai_training")
        ),
        clause_not_found=provision.render_not_found(
            "Notewell", TYPE, (status,), frozenset({status.document.id})
        ),
    )
