"""Samples of clauses: a record's pages, a comparison, the clause types, and one not found."""

from collections.abc import Iterator
from dataclasses import replace

from bot.records.record_view import RecordView
from bot.slack.messages import charts, comparison
from bot.slack.messages import provision as record_pages
from bot.slack.messages.answers import AnswerPage
from clausewatch.model.provision_records import Prevalence, RecordedProvision
from clausewatch.model.record_ids import ProvisionId
from clausewatch.provisions import find_provisions
from clausewatch.provisions.record import RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy
from tests.samples import examples
from tests.samples.examples import NOW
from tests.samples.policies import HARBORPAY, LUMENARY_AFTER, NOTEWELL, Policy
from tests.samples.replies import COMMAND
from tests.samples.sample import Sample, make_answers

CLAUSE = load_taxonomy().clauses["ai_training"]
FEW = Prevalence(1, 3)
ELSEWHERE = replace(
    HARBORPAY,
    sections={
        **HARBORPAY.sections,
        "4. Data": ("We do not use the data of your customers to train AI models.",),
    },
)
"""Another platform's provision of the same type."""


def recognise_provisions(policy: Policy, number: int) -> tuple[RecordedProvision, ...]:
    """Return the provisions that the real recogniser finds in an invented policy."""
    version = examples.make_version(policy, 1, NOW)
    return tuple(
        RecordedProvision(
            id=ProvisionId(number * 10 + index),
            document=examples.make_document(policy, number),
            provision=provision,
            version=version,
            first_tracked_at=NOW,
            judged_at=NOW,
            last_verified_at=NOW,
        )
        for index, provision in enumerate(find_provisions(examples.read_policy(policy)))
    )


def make_record_view() -> RecordView:
    """Return the record of Lumenary's provision on training."""
    recorded = recognise_provisions(LUMENARY_AFTER, 480)
    own = next((r for r in recorded if r.provision.clause == CLAUSE.id), recorded[0])
    reading = examples.read_policy(LUMENARY_AFTER)
    provisions = tuple(r.provision for r in recorded)
    source = RecordSource(own.document.platform_name, own.document.kind)
    return RecordView(
        recorded=own,
        record=build_record(own.provision, provisions, reading, load_taxonomy(), source),
        history=(),
        prevalence=FEW,
        elsewhere=tuple(
            each
            for each in recognise_provisions(ELSEWHERE, 481)
            if each.provision.clause == CLAUSE.id
        ),
        also=(),
        related=recorded,
        changes=1,
        has_quote=True,
        is_intact=True,
        accessed_at=NOW,
        names={clause.id: clause.name for clause in load_taxonomy().clauses.values()},
    )


def list_clauses() -> Iterator[Sample]:
    """Yield the samples about clauses."""
    view = make_record_view()
    pages = {
        f"record_page_{number + 1}": record_pages.render_record(
            view, AnswerPage(number, "show lumenary training")
        )
        for number in range(len(record_pages.PAGES))
    }
    status = examples.make_status(NOTEWELL, 482)
    types = tuple(load_taxonomy().clauses.values())
    yield from make_answers(
        **pages,
        clause=comparison.render_clause(CLAUSE),
        chart=charts.render_chart(
            "https://records.example/platform/lumenary/timeline.png?token=x",
            "Policy changes of Lumenary by month",
            "Policy changes of Lumenary by month. 2026-02: 1 high; 2026-03: 2 medium, 1 low.",
        ),
        chart_uploaded=charts.render_uploaded_chart("Policy changes of Lumenary by month"),
        chart_missing=charts.render_no_chart("Lumenary"),
        clause_types=comparison.render_clause_list(types, AnswerPage(0, "clauses"), COMMAND),
        compared=comparison.render_comparison(
            CLAUSE,
            (view.recorded,),
            FEW,
            comparison.Absences(searched=("Notewell",), unread=("Harborpay",)),
            AnswerPage(0, "compare ai_training"),
        ),
        clause_not_found=record_pages.render_not_found(
            "Notewell", CLAUSE, (status,), frozenset({status.document.id})
        ),
    )
