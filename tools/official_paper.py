"""The look of Russian official papers in Word: page, paragraphs, tables, signature (ГОСТ Р 7.0.97-2016).

Margins 30, 10, 20, 20 mm, Times New Roman 14 (11 in tables), page numbers from the second page, table headings
repeated, rows never torn apart.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
CENTRE, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT = WD_ALIGN_PARAGRAPH.LEFT
#: Columns of tables that stand in the middle.
_NUMBERS = frozenset({"number", "low_procedures", "pupils", "below", "share", "interval", "count", "value"})


def new_document(title: str) -> Any:
    """Return an empty document of that title with the page and letters of an official paper."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.comments, core.language = title, "", "", "ru-RU"
    core.created = core.modified = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    set_page(document.sections[0])
    return document


def set_page(section: Any) -> None:
    """A4 with official margins and a page number at the top, absent from the first page."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    add_page_number(section.header.paragraphs[0])


def set_margins(section: Any, left: int) -> None:
    """Set the margins; the left one in millimetres, for it holds the file."""
    section.left_margin = Mm(left)


def add_page_number(paragraph: Any) -> None:
    """Put the number of the page into a paragraph of the header."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(12)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)  # noqa: SLF001 - python-docx has no fields of its own


def turn_page(section: Any) -> None:
    """Lay a section's page on its side."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def portrait_again(document: Any) -> None:
    """Begin a new page that stands upright."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = False


def add_paragraph(document: Any, text: str, **look: Any) -> Any:
    """Add a paragraph that looks as asked."""
    return dress(document.add_paragraph(), text, **look)


def dress(paragraph: Any, text: str, **look: Any) -> Any:
    """Put the text into the paragraph; `look` has align, bold, size, indent, left, before, after, keep."""
    run = paragraph.add_run(text)
    run.bold = look.get("bold")
    run.font.size = Pt(look["size"]) if "size" in look else None
    shape = paragraph.paragraph_format
    paragraph.alignment = look.get("align", BOTH if look.get("indent") else LEFT)
    shape.first_line_indent = Mm(12.5) if look.get("indent") else None
    shape.left_indent = Mm(look["left"]) if "left" in look else None
    shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
    shape.keep_with_next = look.get("keep")
    return paragraph


def add_heading(document: Any, text: str) -> None:
    """Add a heading that stays with what follows."""
    add_paragraph(document, text, bold=True, before=12, after=6, keep=True)


def add_sentences(document: Any, name: str) -> None:
    """Add a place for sentences, each its own paragraph."""
    add_paragraph(document, f"{{%p for sentence in {name} %}}")
    add_paragraph(document, "{{ sentence }}", indent=True)
    add_paragraph(document, "{%p endfor %}")


def add_table(document: Any, name: str, columns: Sequence[tuple[str, int, str]], grouped_by: str = "") -> None:
    """A table with a repeated heading and one row for each of `name`; columns are (heading, mm, field).

    With `grouped_by` a row over all columns says that field wherever it changes.
    """
    headings, empty = [heading for heading, _, _ in columns], [""] * (len(columns) - 1)
    group = [f"{{{{ row.{grouped_by} }}}}"]
    where_it_changes = [[f"{{%tr if loop.changed(row.{grouped_by}) %}}", *empty], group, ["{%tr endif %}", *empty]]
    rows = [
        headings,
        [f"{{%tr for row in {name} %}}", *empty],
        *(where_it_changes if grouped_by else ()),
        [f"{{{{ row.{field} }}}}" for _, _, field in columns],
        ["{%tr endfor %}", *empty],
    ]
    table = document.add_table(rows=len(rows), cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for row, texts in zip(table.rows, rows, strict=True):
        keep_whole(row)
        for cell, (_, width, _) in zip(row.cells, columns, strict=True):
            cell.width = Mm(width)
        if texts is group:
            row.cells[0].merge(row.cells[-1])
        for cell, text, (_, _, field) in zip(row.cells, texts, columns, strict=False):
            align = CENTRE if texts is headings or field in _NUMBERS else LEFT
            is_bold, is_kept = texts in (headings, group) or None, texts is group or None
            fill_cell(cell, text, size=11, bold=is_bold, align=align, keep=is_kept)
    for column, (_, width, _) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    heading = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heading)  # noqa: SLF001 - python-docx cannot repeat a heading itself


def keep_whole(row: Any) -> None:
    """Keep a row of a table on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - nor keep a row on one page


def fill_cell(cell: Any, text: str, **look: Any) -> None:
    """Write the first paragraph of a cell."""
    dress(cell.paragraphs[0], text, **look)


def add_to_cell(cell: Any, text: str, **look: Any) -> None:
    """Write one more paragraph into a cell."""
    dress(cell.add_paragraph(), text, **look)


def add_signature(document: Any) -> None:
    """Add the line where the head signs."""
    add_paragraph(document, "", keep=True)
    add_paragraph(document, "", keep=True)
    table = document.add_table(rows=2, cols=3)
    table.autofit = False
    texts = (("Руководитель", "_" * 16, "_" * 20), ("", "(подпись)", "(инициалы, фамилия)"))
    for row, words in zip(table.rows, texts, strict=True):
        keep_whole(row)
        for cell, text, width in zip(row.cells, words, (60, 50, 60), strict=True):
            cell.width = Mm(width)
            small = text.startswith("(")
            align, size = LEFT if text == "Руководитель" else CENTRE, 10 if small else 14
            fill_cell(cell, text, align=align, size=size, keep=not small)


def add_appendix(document: Any, number: int, title: str) -> None:
    """Begin an appendix to an order on a page of its own."""
    heading = add_paragraph(
        document, f"Приложение {number}\nк приказу\n{{{{ order_date }}}} № {{{{ order_number }}}}", left=78, after=12
    )
    heading.paragraph_format.page_break_before = True
    add_paragraph(document, title, bold=True, align=CENTRE, after=10)
