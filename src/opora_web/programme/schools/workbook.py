"""The list of schools as an Excel workbook, with the filters and the release it was made from."""

from opora.reports.sheets import SheetColumn, new_book
from opora_web.facts import Facts
from opora_web.programme.schools.listing import Listing
from opora_web.programme.schools.rows import SchoolRow, codes_of, is_by_name

_COLUMNS = (
    SheetColumn("Школа", 42),
    SheetColumn("Муниципалитет", 24),
    SheetColumn("Код", 14),
    SheetColumn("Другие коды", 24),
    SheetColumn("Вид", 10),
    SheetColumn("Сельская", 10, "centre"),
    SheetColumn("Обучающихся", 12, "whole"),
    SheetColumn("Вывод по правилу", 26),
    SheetColumn("Впервые или нет", 14),
    SheetColumn("Низких процедур", 11, "whole"),
    SheetColumn("Из измеренных", 11, "whole"),
    SheetColumn("Вероятность", 12, "percent"),
    SheetColumn("Устойчивость", 12, "percent"),
)
_LISTED = {"first-time": "впервые", "long-standing": "не впервые"}
_RURAL = {True: "да", False: "нет", None: ""}


def schools_workbook(asked: Listing, facts: Facts, origin: str) -> bytes:
    """Return the workbook: all rows that were found, and a sheet that says how it can be made again."""
    with new_book() as (book, stream):
        book.add_table("Школы", f"Школы. {asked.filter_sentence}", _COLUMNS, [_cells(row) for row in asked.rows])
        book.add_notes(
            "О таблице",
            "Откуда эта таблица",
            [
                ("Отбор", asked.filter_sentence),
                ("Данные", origin),
                ("Выпуск данных", str(facts.number)),
                ("Порядок строк", "не означает мест: школы не сравниваются по месту"),
            ],
        )
    return stream.getvalue()


def _cells(row: SchoolRow) -> list[object]:
    said = row.identified
    return [
        row.name,
        row.municipality,
        row.code,
        ", ".join(code for code in codes_of(row.facts) if code != row.code and not is_by_name(code)),
        row.kind,
        _RURAL[row.is_rural],
        row.pupils,
        row.status_words,
        _LISTED.get(said.listed or "", "") if said else "",
        said.low_procedures if said else None,
        row.measured if said else None,
        row.probability,
        row.stability,
    ]
