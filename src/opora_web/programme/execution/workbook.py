"""Tasks of plans as an Excel workbook, with the filters it was made with."""

import datetime as dt
from collections.abc import Iterable

from opora.reports.sheets import SheetColumn, new_book
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.rules import missing_proofs

_COLUMNS = (
    SheetColumn("№", 7),
    SheetColumn("Мероприятие", 46),
    SheetColumn("План", 30),
    SheetColumn("Раздел", 24),
    SheetColumn("Школа", 28),
    SheetColumn("Кто отвечает", 26),
    SheetColumn("Срок в плане", 18),
    SheetColumn("С", 11, "centre"),
    SheetColumn("Срок", 11, "centre"),
    SheetColumn("Срок первой редакции", 13, "centre"),
    SheetColumn("Состояние", 15),
    SheetColumn("Что сделано", 36),
    SheetColumn("Чего не хватает", 36),
)


def execution_workbook(tasks: Iterable[Occurrence], sentence: str, moment: dt.datetime) -> bytes:
    """Return the workbook: all tasks that were found, and a sheet that says how it can be made again.

    Args:
        tasks: tasks with their evidence at hand as `proofs`.
        sentence: the filters in words.
        moment: when it is made, in the site's time zone.
    """
    with new_book() as (book, stream):
        book.add_table("Выполнение", f"Выполнение планов. {sentence}", _COLUMNS, [_cells(task) for task in tasks])
        notes = [("Отбор", sentence), ("Составлено", f"{moment:%d.%m.%Y %H:%M}")]
        book.add_notes("О таблице", "Откуда эта таблица", notes)
    return stream.getvalue()


def _cells(task: Occurrence) -> list[object]:
    measure = task.measure
    is_open = task.state != OccurrenceState.CANCELLED
    return [
        measure.number,
        measure.name,
        measure.roadmap.title,
        measure.section.title if measure.section else "",
        task.school.name if task.school else "",
        str(task.owner or task.organisation or ""),
        measure.deadline_text,
        f"{task.starts_on:%d.%m.%Y}",
        f"{task.due_on:%d.%m.%Y}",
        f"{task.planned_due_on:%d.%m.%Y}",
        task.get_state_display(),
        task.said,
        "; ".join(missing_proofs(task, task.proofs)) if is_open else task.cancelled_because,  # type: ignore[attr-defined]
    ]
