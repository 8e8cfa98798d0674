"""Build the Word templates of plans that authorities may edit: the plan, the order about it, an amendment's changes."""

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm

from tools.official_paper import CENTRE as _CENTRE
from tools.official_paper import LEFT as _LEFT
from tools.official_paper import add_appendix as _appendix
from tools.official_paper import add_paragraph as _paragraph
from tools.official_paper import add_signature as _signature
from tools.official_paper import add_table as _table
from tools.official_paper import fill_cell as _cell
from tools.official_paper import keep_whole as _whole
from tools.official_paper import new_document as _document
from tools.official_paper import set_margins as _page_margins
from tools.official_paper import turn_page as _turn


def build_plan() -> Any:
    """Return the template of a plan: a table to approve, with a row for each section and each measure."""
    document = _document("План мероприятий")
    _turn(document.sections[0])
    _page_margins(document.sections[0], left=20)
    _paragraph(document, "{%p if approval %}")
    _paragraph(document, "УТВЕРЖДЁН", left=165)
    _paragraph(document, "{{ approval }}", left=165, after=10)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{{ title }}", align=_CENTRE, bold=True, after=10)
    _plan_body(document)
    _signature(document)
    return document


def _plan_body(document: Any) -> None:
    """Sections of words, the table of measures, the indicators that no expected result names."""
    _paragraph(document, "{%p for section in texts %}")
    _paragraph(document, "{{ section.title }}", bold=True, before=8, after=4, keep=True)
    _paragraph(document, "{%p for line in section.text %}")
    _paragraph(document, "{{ line }}", indent=True)
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p if texts %}")
    _paragraph(document, "")
    _paragraph(document, "{%p endif %}")
    _plan_table(document)
    _paragraph(document, "{%p if indicators %}")
    _paragraph(document, "Показатели", bold=True, before=12, after=6, keep=True)
    _indicator_table(document)
    _paragraph(document, "{%p endif %}")


def _indicator_table(document: Any) -> None:
    """A row for each indicator, a column for each year."""
    rows = (
        ["Показатель", "Единица измерения", "По мероприятию", "{%tc for year in years %}", "{{ year }}",
         "{%tc endfor %}"],
        ["{%tr for row in indicators %}"],
        ["{{ row.name }}", "{{ row.unit }}", "{{ row.measure }}", '{%tc for value in row["values"] %}', "{{ value }}",
         "{%tc endfor %}"],
        ["{%tr endfor %}"],
    )  # fmt: skip
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = (90, 26, 28, 1, 40, 1)
    for row, texts in zip(table.rows, rows, strict=True):
        _whole(row)
        for place, cell in enumerate(row.cells):
            cell.width = Mm(widths[place])
            text = texts[place] if place < len(texts) else ""
            is_heading = texts is rows[0]
            _cell(cell, text, size=11, bold=is_heading or None, align=_CENTRE if is_heading or place else _LEFT)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def build_plan_order() -> Any:
    """Return the template of the order that approves a plan or an amendment, with the plan as its appendix."""
    document = _document("Приказ об утверждении плана")
    _paragraph(document, "{{ authority }}", align=_CENTRE, bold=True, after=12)
    _paragraph(document, "ПРИКАЗ", align=_CENTRE, bold=True, after=12)
    _paragraph(document, "{{ order_date }} № {{ order_number }}", align=_CENTRE, after=12)
    for is_amendment, words in (
        (False, "Об утверждении плана"),
        (True, "О внесении изменения № {{ amendment }} в план"),
    ):
        _paragraph(document, "{%p if amendment %}" if is_amendment else "{%p if not amendment %}")
        _paragraph(document, f"{words}\n«{{{{ title }}}}»", bold=True, align=_CENTRE, after=12)
        for sentence in _PLAN_AMENDED if is_amendment else _PLAN_ORDERED:
            _paragraph(document, sentence, indent=True)
        _paragraph(document, "{%p endif %}")
    _signature(document)
    _paragraph(document, "{%p if amendment %}")
    _appendix(document, 1, "Что меняется")
    _changes_table(document)
    _paragraph(document, "{%p endif %}")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _turn(section)
    _page_margins(section, left=20)
    section.different_first_page_header_footer = False
    _paragraph(document, _NUMBERED + "\nк приказу {{ order_date }} № {{ order_number }}", left=165, after=12)
    _paragraph(document, "{{ title }}", bold=True, align=_CENTRE, after=10)
    _plan_body(document)
    return document


#: What changes comes before the plan as it is then; a paper's only appendix has no number.
_NUMBERED = "Приложение{% if amendment %} 2{% endif %}"
_PLAN_ORDERED = (
    "В целях поддержки школ с низкими образовательными результатами ПРИКАЗЫВАЮ:",
    "1. Утвердить план «{{ title }}» ({{ organisation }}) согласно приложению.",
    "2. Ответственным исполнителям выполнять мероприятия в установленные сроки и прилагать подтверждения.",
    "3. Контроль за исполнением приказа оставляю за собой.",
)
_PLAN_AMENDED = (
    "По ходу выполнения плана ПРИКАЗЫВАЮ:",
    (
        "1. Внести в план «{{ title }}» ({{ organisation }}) изменение № {{ amendment }} согласно приложению 1 "
        "(изменено: {{ number_of_changes }})."
    ),
    "2. План с изменением изложить согласно приложению 2.",
    "3. Контроль за исполнением приказа оставляю за собой.",
)


def build_plan_changes() -> Any:
    """Return the template of an amendment's differences: what was, what becomes."""
    document = _document("Изменение плана")
    _turn(document.sections[0])
    _page_margins(document.sections[0], left=20)
    _paragraph(document, "Изменение № {{ amendment }}", bold=True, align=_CENTRE)
    _paragraph(document, "{{ title }}", bold=True, align=_CENTRE, after=6)
    _paragraph(document, "{{ organisation }}. Изменено: {{ number_of_changes }}.", align=_CENTRE, after=10)
    _changes_table(document)
    return document


def _changes_table(document: Any) -> None:
    _table(
        document, "changes",
        [("№", 12, "number"), ("Что", 24, "what"), ("Мероприятие", 50, "name"), ("Как было", 42, "before"),
         ("Как стало", 42, "after")],
    )  # fmt: skip


def _plan_table(document: Any) -> None:
    """A heading, then the rows: a section over the whole width, or a measure; columns of the plan's own follow."""
    columns = (("№ п/п", 14, "number"), ("Мероприятие", 82, "name"), ("Срок исполнения", 36, "deadline"),
               ("Ожидаемый результат", 76, "expected"), ("Ответственные", 59, "responsible"))  # fmt: skip
    open_tag, close_tag = "{%tc for {0} in {1} %}", "{%tc endfor %}"
    rows = (
        [*(heading for heading, _, _ in columns), open_tag.replace("{0}", "heading").replace("{1}", "extra_headings"),
         "{{ heading }}", close_tag],
        ["{%tr for row in rows %}"],
        ["{%tr if row.section %}"],
        ["{% colspan width %}{{ row.section }}"],
        ["{%tr else %}"],
        [*(f"{{{{ row.{field} }}}}" for _, _, field in columns),
         open_tag.replace("{0}", "words").replace("{1}", "row.extra"), "{{ words }}", close_tag],
        ["{%tr endif %}"],
        ["{%tr endfor %}"],
    )  # fmt: skip
    table = document.add_table(rows=len(rows), cols=len(columns) + 3)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [width for _, width, _ in columns] + [1, 35, 1]
    for row, texts in zip(table.rows, rows, strict=True):
        _whole(row)
        for place, cell in enumerate(row.cells):
            cell.width = Mm(widths[place])
            text = texts[place] if place < len(texts) else ""
            is_heading = row is table.rows[0] or texts is rows[0]
            centre = is_heading or place in {0, 2} or "colspan" in text
            bold, align = is_heading or "colspan" in text or None, _CENTRE if centre else _LEFT
            _cell(cell, text, size=11, bold=bold, align=align, keep="colspan" in text or None)
    for row in (table.rows[3],):
        for cell in row.cells[1:]:
            row._tr.remove(cell._tc)  # noqa: SLF001 - python-docx cannot take a cell away
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - nor repeat a heading


# --- parts --------------------------------------------------------------------------------------------------------


TEMPLATES = {"plan.docx": build_plan, "plan-order.docx": build_plan_order, "plan-changes.docx": build_plan_changes}
