"""What is worked out about a text is worked out once a look."""

import pytest

from clausewatch.checks.examine import Task, examine
from clausewatch.model.reading import Expected, Page
from clausewatch.text import cache as module
from clausewatch.text.cache import CHARS, forget, remembered


@pytest.fixture(autouse=True)
def _of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what the tests add out of what others let go of."""
    monkeypatch.setattr(module, "_FORGET", [])


def test_a_text_is_worked_out_once_and_a_long_one_each_time() -> None:
    """Until it is let go of; what is kept stays small."""
    asked: list[str] = []

    @remembered
    def work_out(text: str) -> str:
        asked.append(text[:5])
        return text.upper()

    short, long = "terms", "long " + "x" * CHARS
    assert [work_out(text) for text in (short, short, long, long)] == [
        "TERMS",
        "TERMS",
        long.upper(),
        long.upper(),
    ]
    assert asked == ["terms", "long ", "long "]
    forget()
    assert work_out(short) == "TERMS"
    assert asked[-1] == "terms"


def test_a_look_lets_go_of_its_texts() -> None:
    """A worker reads thousands of pages; those of one are nothing to the next."""
    lasting: list[int] = []

    @remembered
    def length(text: str) -> int:
        lasting.append(len(text))
        return len(text)

    length("before")
    page = Page("https://acme.example/privacy", b"<p>We keep your data for 30 days.</p>")
    examine(Task((page,), Expected("Acme", "privacy policy", page.url)))
    length("before")
    assert lasting == [6, 6]
