"""An analysis as a Word document: words, card, tables and pictures – a section to be put into a note or a report."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from opora.reports.analysis_report import AnalysisReport, ReportPicture, ReportTable, cell_text
from opora.reports.charts import DRAWING, picture
from opora.reports.templates import Illustration
from opora.reports.wording import printable, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

_FONT = "Times New Roman"
_MARGINS_MM = (30, 10, 20, 20)  # left, right, top, bottom: ГОСТ Р 7.0.97-2016
_PICTURE_MM = (168, 150)
_PAGE_MM = (210, 297)
_MOST_COLUMNS_UPRIGHT = 6
_PICTURE_WIDTH = 460
#: A letter of a table's bold heading, and what stands left and right of a cell's words, in the units of Word (EMU).
_LETTER, _PADDING = 70_000, 150_000
#: More rows than this belong into Excel; a document says how many it leaves out.
MOST_ROWS = 200


def analysis_document(report: AnalysisReport) -> bytes:
    """Return the analysis as a .docx file with the same numbers as the page and the workbook."""
    document = _new_document(report)
    _heading(document, report.title, 16)
    _paragraph(document, report.about, soft=True)
    for sentence in report.sentences:
        _paragraph(document, sentence)
    _card(document, report)
    for one in report.pictures:
        _picture(document, one)
    for table in report.tables:
        _table(document, table)
    _heading(document, "Откуда числа", 13)
    for what, words in report.origin:
        _paragraph(document, f"{what}: {words}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _new_document(report: AnalysisReport) -> Any:
    """Return an empty document; it lies on its side where a table has many columns."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    document.core_properties.title, document.core_properties.language = printable(report.title), "ru-RU"
    document.core_properties.author = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    width, height = _PAGE_MM
    if any(len(table.columns) > _MOST_COLUMNS_UPRIGHT for table in report.tables):
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side, width in zip(("left", "right", "top", "bottom"), _MARGINS_MM, strict=True):
        setattr(section, f"{side}_margin", Mm(width))
    return document


def _heading(document: Any, words: str, size: float) -> None:
    from docx.shared import Pt, RGBColor

    heading = document.add_heading(level=1 if size > 14 else 2)  # noqa: PLR2004 - the title is the larger
    run = heading.add_run(typeset(words))
    run.font.name, run.font.size, run.font.color.rgb = _FONT, Pt(size), RGBColor(0, 0, 0)


def _paragraph(document: Any, words: str, *, soft: bool = False, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(typeset(words)).italic = soft


def _card(document: Any, report: AnalysisReport) -> None:
    _heading(document, f"О методе: {report.card.title}", 13)
    for title, lines in (
        ("Говорит", report.card.says),
        ("Не говорит", report.card.cannot_say),
        ("Источник", report.card.sources),
    ):
        document.add_paragraph().add_run(f"{title}:").bold = True
        for line in lines:
            _paragraph(document, line, style="List Bullet")


def _picture(document: Any, one: ReportPicture) -> None:
    from docx.shared import Mm

    with DRAWING:
        content = picture(one.draw(_PICTURE_WIDTH), "png")
    shown = Illustration(content, *_PICTURE_MM, one.description)
    inline = document.add_picture(io.BytesIO(content), width=Mm(shown.width_mm))
    inline._inline.docPr.set("descr", shown.description)  # noqa: SLF001 - python-docx has no alternative text
    _paragraph(document, one.caption, soft=True)


def _table(document: Any, table: ReportTable) -> None:
    _heading(document, table.caption, 13)
    if not table.rows:
        _paragraph(document, "Таких строк нет.")
        return
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, _widths(table, document.sections[0]), strict=True):
        column.width = width
    _fill(made.rows[0], [column.heading for column in table.columns], table, bold=True)
    _mark(made.rows[0], "w:tblHeader")  # repeated on every page
    for row in table.rows[:MOST_ROWS]:
        _fill(made.add_row(), _texts(row, table), table)
    left_out = len(table.rows) - MOST_ROWS
    if left_out > 0:
        _paragraph(document, f"Не показано строк: {left_out}. Вся таблица – в файле Excel.")


def _widths(table: ReportTable, section: Any) -> list[int]:
    """Return how wide columns are: each holds its longest word, the others share the page as they ask."""
    whole = section.page_width - section.left_margin - section.right_margin
    shown = [[one.heading for one in table.columns], *(_texts(row, table) for row in table.rows[:MOST_ROWS])]
    needed = [_longest_word(texts) * _LETTER + _PADDING for texts in zip(*shown, strict=True)]
    if sum(needed) >= whole:
        return [round(need * whole / sum(needed)) for need in needed]
    asked = [one.width for one in table.columns]
    tight: set[int] = set()
    while True:
        rest = [place for place in range(len(asked)) if place not in tight]
        unit = (whole - sum(needed[place] for place in tight)) / sum(asked[place] for place in rest)
        more = {place for place in rest if needed[place] > unit * asked[place]}
        if not more:
            return [round(need if place in tight else unit * asked[place]) for place, need in enumerate(needed)]
        tight |= more


def _longest_word(texts: Sequence[str]) -> int:
    return max(len(word) for text in texts for word in [*text.replace("-", "- ").split(" "), ""])


def _texts(row: Sequence[Any], table: ReportTable) -> list[str]:
    return [cell_text(value, column.look) for value, column in zip(row, table.columns, strict=True)]


def _fill(row: Any, texts: Sequence[str], table: ReportTable, *, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _mark(row, "w:cantSplit")
    for cell, words, column in zip(row.cells, texts, table.columns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(printable(words))
        run.font.size, run.bold = Pt(9), bold
        if column.is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: Any, how: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(how))  # noqa: SLF001 - python-docx has no word for it
