"""Samples of subprocessors: a list, who uses a company, what lists share, and none on record."""

from collections.abc import Iterator
from datetime import timedelta

from bot.slack.messages import subprocessors
from bot.slack.messages.answers import AnswerPage
from clausewatch.model.documents import Document, Platform
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.subprocessor_records import CompanyUse, RecordedSubprocessor
from clausewatch.model.subprocessors import Subprocessor
from tests.samples.examples import NOW
from tests.samples.replies import COMMAND
from tests.samples.sample import Sample, make_answers

LUMENARY = Platform("lumenary", "Lumenary", ())
HARBORPAY = Platform("harborpay", "Harborpay", ())
NOTEWELL = Platform("notewell", "Notewell", ())
ROWS = (
    ("Nimbra Cloud, Inc.", "Cloud hosting", "United States"),
    ("Quillpost GmbH", "Transactional email", "Germany"),
    ("Gravel GPU, Inc.", "GPU hosting", "Norway"),
)


def record_list(platform: Platform, number: int, count: int) -> tuple[RecordedSubprocessor, ...]:
    """Return the first companies of an invented list."""
    url = f"https://{platform.key}.example/subprocessors"
    document = Document(
        DocumentId(number), platform.key, platform.name, "subprocessor list", (url,)
    )
    return tuple(
        RecordedSubprocessor(
            document,
            Subprocessor(name, purpose, place, quote=f"{name} | {purpose} | {place}"),
            NOW - timedelta(days=200 - 80 * index),
        )
        for index, (name, purpose, place) in enumerate(ROWS[:count])
    )


def list_subprocessor_samples() -> Iterator[Sample]:
    """Yield the samples about subprocessors."""
    full, short = record_list(LUMENARY, 490, 3), record_list(HARBORPAY, 491, 1)
    page = AnswerPage(0, "subprocessors lumenary")
    use = CompanyUse((full[0], short[0]), entries=2, platforms=2, watched=31, with_list=24)
    nobody = CompanyUse((), entries=0, platforms=0, watched=31, with_list=24)
    listed = subprocessors.PlatformList(LUMENARY, full)
    shared = [LUMENARY, HARBORPAY, NOTEWELL]
    yield from make_answers(
        subprocessor_list=subprocessors.render_platform(listed, page, COMMAND),
        subprocessor_users=subprocessors.render_company("Nimbra Cloud", use, page),
        subprocessor_without_users=subprocessors.render_company("Vantero", nobody, page),
        subprocessors_shared=subprocessors.render_shared_companies(shared, [*full, *short], page),
        subprocessor_list_missing=subprocessors.render_no_list(NOTEWELL, is_watched=True),
    )
