"""The heading rows of РИС ГИА tables: protocols and appeal sheets, dense, sparse or with two rows of headings.

Rows below a heading row name people, and `Headings`, `text` and `plain` remember what they are given. So a row is
looked at here with patterns that remember nothing, and only a row that is a heading row goes on to them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opora.sources.cells import Cell, heading_key
from opora.sources.headings import Headings

_KNOWN = {
    "municipality": ("Код МСУ", "МСУ"),
    "class_name": ("Класс", "ClassCode"),
    "exam_point": ("Код ППЭ", "ППЭ"),
    "registration": ("Код регистрации",),
    "surname": ("Фамилия", "SurnameCell"),
    "first_name": ("Имя", "NameCell"),
    "patronymic": ("Отчество", "SecondNameCell"),
    "full_name": ("ФИО", "Фамилия Имя Отчество", "Фамилия, имя, отчество", "ФИО участника"),
    "series": ("Серия", "Серия документа", "DocumentSeriesCode"),
    "number": ("Номер", "Номер документа", "DocumentNumberCode"),
    "document": ("Документ", "Паспорт", "Серия и номер документа", "Документ (серия, номер)"),
    "short": ("Задания с кратким ответом", "Часть с кратким ответом", "TestResultBCell"),
    "long": ("Задания с развёрнутым ответом", "Часть с развёрнутым ответом", "TestResultCCell"),
    "oral": ("Устная часть", "Задания устной части", "TestResultDCell"),
    "oral_score": ("Первичный балл устной части", "Первичный балл устн. части"),
    "written_score": ("Первичный балл письм. части", "Первичный балл письменной части"),
    "primary_score": ("Первичный балл", "PrimaryMark", "Текущий первичный балл", "Текущие первичный балл"),
    "test_score": ("Балл", "Тестовый балл", "Mark100", "Текущий балл", "Текущие балл", "Текущий тестовый балл"),
    "mark": ("Оценка", "Отметка", "Mark5", "Текущая оценка", "Текущие оценка"),
    "exam": ("Экзамен", "Предмет", "Учебный предмет"),
    "appeal": ("Тип апелляции / перепроверки", "Тип апелляции", "Апелляция", "Тип перепроверки"),
    "state": ("Состояние", "Состояние апелляции"),
    "before": ("Балл до изменения", "Оценка до изменения"),
    "difference": ("Разница",),
}
#: Headings of an appeal sheet that may stand above several columns of scores, none of which holds now.
_NOT_CURRENT = frozenset(map(heading_key, (*_KNOWN["before"], *_KNOWN["difference"])))
_PRIMARY_SCORE = frozenset(map(heading_key, _KNOWN["primary_score"]))
_HEADINGS = Headings(required={"school": ("Код ОО", "SchoolCode", "Код образовательной организации")}, optional=_KNOWN)
_KNOWN_KEYS = frozenset(heading_key(spelling) for spellings in _KNOWN.values() for spelling in spellings)
_SCHOOL = re.compile(r"^[\W_]*(?:[кk][оo]д\s*[оo0]{2}|schoolcode|[кk][оo]д\s+\w+\s+организации)[\W_]*$", re.IGNORECASE)
_LONGEST_HEADING = 60

#: Columns that name a person. What stands in them is never stored and never quoted.
NAMES = ("surname", "first_name", "patronymic", "full_name")
DOCUMENTS = ("series", "number", "document")
#: Columns of masks, in the order in which a paper's items are numbered.
MASKS = ("short", "long", "oral")
#: Columns that must not stand twice: it would not be known which one counts.
_ONCE = frozenset({"school", "class_name", "primary_score", "test_score", "mark", *MASKS})


@dataclass(frozen=True)
class Layout:
    """A heading row that was found.

    Attributes:
        row: its number, from 1.
        last_row: number of the last row of headings: a second row may stand below it.
        columns: position of each known column.
        texts: headings of all columns as the sender wrote them.
        repeated: known columns whose heading stands more than once.
    """

    row: int
    last_row: int
    columns: dict[str, int]
    texts: tuple[str, ...]
    repeated: tuple[str, ...]

    @property
    def is_appeals(self) -> bool:
        """Whether the table lists appeals."""
        return not self.columns.keys().isdisjoint({"appeal", "before"}) and self._has_scores

    @property
    def is_protocol(self) -> bool:
        """Whether the table is a protocol: scores beside what only an exam protocol tells of a participant."""
        marks_of_a_protocol = {*NAMES, *MASKS, "exam_point", "registration"}
        return not self.is_appeals and self._has_scores and not self.columns.keys().isdisjoint(marks_of_a_protocol)

    @property
    def _has_scores(self) -> bool:
        return not self.columns.keys().isdisjoint({"primary_score", "oral_score"})

    @property
    def repeated_headings(self) -> list[str]:
        """Headings of the columns that must stand once and stand more often."""
        return [self.texts[self.columns[name]] for name in self.repeated if name in _ONCE]


def layout_at(rows: Sequence[Sequence[Cell]], index: int) -> Layout | None:
    """Return the layout whose heading row is rows[index], or None where that row is none."""
    if not any(isinstance(cell, str) and len(cell) <= _LONGEST_HEADING and _SCHOOL.match(cell) for cell in rows[index]):
        return None
    has_second = index + 1 < len(rows) and _is_second_row(rows[index + 1])
    row = _joined(rows[index], rows[index + 1]) if has_second else rows[index]
    found = _HEADINGS.find([row])
    if found is None:
        return None
    return Layout(index + 1, index + 1 + has_second, found.columns, found.texts, found.repeated)


def is_filled(cell: Cell) -> bool:
    """Tell whether anything stands in a cell."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def cell_at(row: Sequence[Cell], position: int | None) -> Cell:
    """Return the cell at a position; None where the row is shorter or the position is none."""
    return row[position] if position is not None and position < len(row) else None


def _joined(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Return the headings of two rows as one: the lower word, under «Балл до изменения» and «Разница» that heading.

    Of what stands under those two only the final score counts, never the primary one.
    """
    joined: list[Cell] = []
    group: Cell = None
    for above, below in zip(upper, lower, strict=False):
        group = above if is_filled(above) else group
        if not is_filled(below):
            joined.append(above)
        elif _key(group) in _NOT_CURRENT:
            joined.append(None if _key(below) in _PRIMARY_SCORE else group)
        else:
            joined.append(below)
    return joined


def _key(cell: Cell) -> str:
    return heading_key(cell) if isinstance(cell, str) else ""


def _is_second_row(row: Sequence[Cell]) -> bool:
    """Tell a second row of headings («Первичный балл; Балл» below «Текущие») from a participant."""
    filled = [cell for cell in row if is_filled(cell)]
    words = [cell for cell in filled if isinstance(cell, str) and not any(map(str.isdigit, cell))]
    return 0 < len(filled) == len(words) and all(heading_key(cell) in _KNOWN_KEYS for cell in words)
