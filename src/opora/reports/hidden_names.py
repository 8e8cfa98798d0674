"""Names and documents of people closed in a copy of a workbook: the copy is sent on, people do not travel with it."""

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from opora.vocabulary.spelling import plain

HIDDEN = "…"
_PERSONAL = frozenset(
    map(plain, ("Фамилия", "Имя", "Отчество", "ФИО", "Ф.И.О.", "Серия", "Номер", "Документ", "Паспорт", "СНИЛС",
                "SurnameCell", "NameCell", "SecondNameCell", "DocumentSeriesCode", "DocumentNumberCode",
                "Серия документа", "Номер документа", "ФИО участника", "Фамилия Имя Отчество"))
)  # fmt: skip


def hide_names(workbook: Workbook) -> bool:
    """Put «…» for every value below a heading of names or documents; tell whether there were any."""
    return sum(_hide_in(sheet) for sheet in workbook.worksheets) > 0


def _hide_in(sheet: Worksheet) -> bool:
    columns: set[int] = set()
    is_hidden = False
    for row in sheet.iter_rows():
        headings = {cell.column for cell in row if _is_personal(cell)}
        columns |= headings
        for cell in row if columns and not headings else ():
            if cell.column in columns and cell.value is not None:
                cell.value, is_hidden = HIDDEN, True
    return is_hidden


def _is_personal(cell: object) -> bool:
    return isinstance(cell, Cell) and isinstance(cell.value, str) and plain(cell.value) in _PERSONAL
