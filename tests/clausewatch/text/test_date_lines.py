# ruff: noqa: RUF001
"""Lines that only state a date or a version, in the shapes and languages of policies."""

import pytest

from clausewatch.text.date_lines import is_age, is_date_line
from clausewatch.text.dates import find_dates
from clausewatch.text.sentences import split_sentences

LINES = (
    "Last updated: Jan. 1, 2026",
    "Effective Date: Dec. 31, 2025",
    "Last updated: 01/Mar/2026",
    "Last updated 1/3/26",
    "Last updated: March 1, 2026 at 10:00 AM",
    "Updated on 2026-05-04 10:00 UTC",
    "Version 4.2",
    "v2.1",
    "Version 3.0 (March 2026)",
    "Stand: 3. März 2026, 10:30 Uhr",
    "Última actualización: 4 de mayo de 2026",
    "Última atualização: 4 de maio de 2026",
    "Ultimo aggiornamento: 3 maggio 2026",
    "Laatst bijgewerkt op 3 april 2026",
    "Ostatnia aktualizacja: 6 maja 2026 r.",
    "Sidst opdateret den 4. maj 2026",
    "Sist oppdatert 4. mai 2026",
    "Viimeksi päivitetty 3. huhtikuuta 2026",
    "Poslední aktualizace: 6. května 2026",
    "Utolsó frissítés: 2026. május 6.",
    "Son güncelleme: 5 Mayıs 2026",
    "Последнее обновление: 14 апреля 2026 г.",
    "Останнє оновлення: 14 квітня 2026 р.",
    "Τελευταία ενημέρωση: 4 Μαΐου 2026",
    "最終更新日：2026年5月4日",
    "시행일: 2026년 5월 4일",
    "시행일: 2026. 5. 4.",
    "This notice was last modified on 04.03.26.",
    "Version 2026-03 (replaces version 2025-11)",
    "Rev. 7, effective 4 March 2026",
    "Reporting period: 1 January to 30 June 2025",
    "Datum der letzten Änderung: 04.03.2026",
    "Stand: 4.3.2026, 10.30 Uhr",
    "Dernière mise à jour le 4 mars 2026 à 10h30",
    "Ultima actualizare: 4 martie 2026",
    "Ažurirano: 4. ožujka 2026.",
    "Zadnja posodobitev: 4. marca 2026",
    "Последна актуализация: 4 март 2026 г.",
    "Posledná aktualizácia: 4. marca 2026",
    "Atnaujinta 2026 m. kovo 4 d.",
    "Atjaunināts 2026. gada 4. martā",
    "Viimati uuendatud: 4. märts 2026",
    "Última actualització: 4 de març de 2026",
    "Cập nhật lần cuối: 4 tháng 3 năm 2026",
    "Terakhir diperbarui: 4 Maret 2026",
    "แก้ไขล่าสุด: 4 มีนาคม 2569",
    "आखिरी अपडेट: 4 मार्च 2026",
    "تاريخ آخر تحديث: 4 مارس 2026",
    "تاريخ آخر تحديث: ٤ مارس ٢٠٢٦",
    "עודכן לאחרונה: 4 במרץ 2026",
    "最後更新日期：2026年3月4日",
    "改定日：令和8年3月4日",
)
TERMS = (
    "Section 4.2",
    "Fees rise by 4.2 in 2026",
    "Version 4.2 of the API may be used for 30 days",
    "Version 2 users may not resell",
    "Contract version 2 applies to customers",
    "You must pay by March 1, 2026",
    "Retention: 3/5/10 days",
    "Sold since 2020",
    "the fee is 12.50",
    "Notice 30 days",
    "Debe pagar antes del 4 de mayo de 2026",
    "Płatność do 6 maja 2026 r.",
    "يجب الدفع قبل 4 مارس 2026",
    "יש לשלם עד 4 במרץ 2026",
    "भुगतान 4 मार्च 2026 तक करें",
    "ชำระเงินก่อนวันที่ 4 มีนาคม 2569 เท่านั้น",
    "Bayar sebelum 4 Maret 2026",
    "Plata se face până la 4 martie 2026",
    "You must be 18 by version 2 of the plan",
    "Smith v Jones 2020",
)


AGES = (
    "Updated 3 days ago",
    "hace 3 días",
    "há 2 meses",
    "3 giorni fa",
    "3 dagen geleden",
    "3 dni temu",
)


@pytest.mark.parametrize("line", AGES)
def test_a_line_that_only_states_an_age(line: str) -> None:
    """An age is different at every look."""
    assert is_age(line)


def test_months_that_languages_share_are_those_of_the_page() -> None:
    """November in Polish is October in Croatian."""
    months = {
        language: next(find_dates("4. listopada 2026.", language)).day.month
        for language in ("pl", "hr")
    }
    assert months == {"pl": 11, "hr": 10}


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_only_states_a_date_or_a_version(line: str) -> None:
    """A new date in such a line is date-only."""
    assert is_date_line(line)


@pytest.mark.parametrize("line", TERMS)
def test_a_term_with_a_date_or_a_figure_is_a_term(line: str) -> None:
    """A deadline, a fee or a section is never taken for the date of the document."""
    assert not is_date_line(line)


def test_an_abbreviated_month_ends_no_sentence() -> None:
    """The full stop belongs to the month where a day follows."""
    text = "Last updated: Jan. 1, 2026. We keep your data until Sept. 30 of each year."
    assert split_sentences(text) == (
        "Last updated: Jan. 1, 2026.",
        "We keep your data until Sept. 30 of each year.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "4 de mayo de 2026",
        "6 maja 2026",
        "4 мая 2026",
        "2026년 5월 4일",
        "4. Mai 2026",
        "4 Μαΐου 2026",
        "2026 m. gegužės 4 d.",
        "2026. gada 4. maijā",
        "4 tháng 5 năm 2026",
        "4 พฤษภาคม 2569",
        "4 मई 2026",
        "4 مايو 2026",
    ],
)
def test_the_day_of_a_date_is_read_in_its_language(text: str) -> None:
    """A stated date is a date, whatever the language of the page."""
    assert [mention.day.isoformat()[:7] for mention in find_dates(text)] == ["2026-05"]
