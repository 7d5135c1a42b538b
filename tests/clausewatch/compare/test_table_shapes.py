"""Tables in another shape: the same rows are the same terms."""

import pytest

from clausewatch.model.reading import Severity
from tests.clausewatch.policy_pages import compare_pages, is_alert, render_page, render_terms

ROWS = (("Invoices", "ten years"), ("Call records", "nine days"), ("Chat messages", "four weeks"))


def _page(table: str) -> bytes:
    return render_page(f"{render_terms()}<h2>Periods</h2>{table}")


def _table(*rows: tuple[str, ...], names: tuple[str, ...] = ()) -> str:
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>" if names else ""
    body = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{head}{''.join(body)}</table>"


NAMED = _table(*ROWS, names=("Kind", "Period"))
SHAPES = {
    "without names": _table(*ROWS),
    "list": "<ul>" + "".join(f"<li>{kind}: {period}</li>" for kind, period in ROWS) + "</ul>",
    "definitions": "<dl>" + "".join(f"<dt>{k}</dt><dd>{p}</dd>" for k, p in ROWS) + "</dl>",
    "columns in another order": _table(*((b, a) for a, b in ROWS), names=("Period", "Kind")),
    "rows in another order": _table(*ROWS[::-1], names=("Kind", "Period")),
    "rows as columns": _table(tuple(p for _, p in ROWS), names=tuple(k for k, _ in ROWS)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_raises_no_alert(shape: str) -> None:
    """The names of columns come and go with the shape."""
    one, other = _page(NAMED), _page(SHAPES[shape])
    assert not is_alert(compare_pages(one, other))
    assert not is_alert(compare_pages(other, one))


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_with_another_value_raises_an_alert(shape: str) -> None:
    """A value that changes with the shape is a change of the terms."""
    changed = SHAPES[shape].replace("nine days", "nine weeks")
    assert is_alert(compare_pages(_page(NAMED), _page(changed)))


def test_values_that_change_places_raise_an_alert() -> None:
    """Each row has the value of the other now."""
    swapped = (
        NAMED.replace("ten years", "x").replace("nine days", "ten years").replace("x", "nine days")
    )
    assert is_alert(compare_pages(_page(NAMED), _page(swapped)))


def test_other_names_of_columns_raise_an_alert() -> None:
    """The name of a column is a part of what its cells say."""
    sold = _table(("Names", "Yes"), ("Numbers", "No"), names=("Data", "Shared with partners"))
    assert is_alert(compare_pages(_page(sold), _page(sold.replace("Shared with", "Sold to"))))


@pytest.mark.parametrize(("old", "new"), [("○", "●"), ("□", "■"), ("✓", "✗")])
def test_a_sign_that_fills_a_cell_is_a_value(old: str, new: str) -> None:
    """An empty circle is no list mark: what it says of the row changes with it."""
    names = ("Data", "Kept", "Sold to partners")
    before = _table(("Invoices", "✓", old), ("Messages", "✓", "✗"), names=names)
    after = _table(("Invoices", "✓", new), ("Messages", "✓", "✗"), names=names)
    assert is_alert(compare_pages(_page(before), _page(after)))


@pytest.mark.parametrize(("old", "new"), [("✗", "✓"), ("☐", "☑"), ("≥ 30", "≤ 30")])
def test_a_sign_weighs_what_its_word_weighs(old: str, new: str) -> None:
    """A cross that becomes a check mark is as severe as *No* that becomes *Yes*."""
    values = ((old, new), ("No", "Yes"))
    pages = ([_page(_table(("Sold to partners", value))) for value in sides] for sides in values)
    signs, words = (compare_pages(*sides) for sides in pages)
    assert signs.severity is words.severity
    assert signs.severity is not Severity.LOW


def test_a_sign_keeps_its_meaning_in_rows_that_become_columns() -> None:
    """The value of a column is compared with the value of a row, whatever its characters are."""
    rows = _table(("Invoices", "○"), ("Messages", "●"), ("Photos", "●"), names=("Kind", "Sold"))
    columns = _table(("○", "●", "●"), names=("Invoices", "Messages", "Photos"))
    assert not is_alert(compare_pages(_page(rows), _page(columns)))
    assert not is_alert(compare_pages(_page(columns), _page(rows)))
    assert is_alert(compare_pages(_page(rows), _page(columns.replace("○", "●"))))
