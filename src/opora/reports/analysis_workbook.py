"""An analysis as an Excel workbook: a sheet for each table, one for the words and the card."""

from opora.reports.analysis_report import AnalysisReport, Look, ReportTable
from opora.reports.sheets import SheetColumn, new_book

_LONGEST_SHEET_NAME = 31
_LOOKS: dict[Look, str] = {
    "text": "text", "tag": "text", "whole": "whole", "number": "mark", "signed": "mark", "percent": "percent",
    "points": "percent",
}  # fmt: skip


def analysis_workbook(report: AnalysisReport) -> bytes:
    """Return the workbook: the words first, then the tables, so that whoever opens it reads what it is."""
    with new_book() as (book, stream):
        book.add_notes("О разборе", report.title, _notes(report))
        for table in report.tables:
            book.add_table(_sheet_name(table), table.caption, _columns(table), table.rows)
    return stream.getvalue()


def _notes(report: AnalysisReport) -> list[tuple[str, str]]:
    return [
        ("О чём", report.about),
        *(("Вывод", sentence) for sentence in report.sentences),
        *(("Метод говорит", words) for words in report.card.says),
        *(("Метод не говорит", words) for words in report.card.cannot_say),
        *(("Источник метода", words) for words in report.card.sources),
        *report.origin,
    ]


def _columns(table: ReportTable) -> list[SheetColumn]:
    return [SheetColumn(column.heading, column.width, _LOOKS[column.look]) for column in table.columns]


def _sheet_name(table: ReportTable) -> str:
    """Return a name a sheet may bear: no brackets, slashes, colons, stars or question marks, not too long."""
    return "".join(letter for letter in table.name if letter not in "[]:*?/\\")[:_LONGEST_SHEET_NAME]
