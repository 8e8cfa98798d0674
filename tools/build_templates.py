"""Build the Word templates that authorities may edit: list, letter, order, plan… in authorities/templates.

The look follows the custom of Russian official papers (ГОСТ Р 7.0.97-2016): margins 30, 10, 20, 20 mm, Times New Roman
14 (11 in tables), page numbers from the second page, table headings repeated, rows never torn apart.

Run: python tools/build_templates.py [FOLDER]
"""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER = Path(__file__).resolve().parents[1] / "authorities" / "templates"

_FONT = "Times New Roman"
_CENTRE, _RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT = WD_ALIGN_PARAGRAPH.LEFT
_BLANK = "_" * 12


def build_list() -> Any:
    """Return the template of the list: a draft appendix to an order."""
    document = _document("Перечень школ с низкими образовательными результатами")
    _turn(document.sections[0])
    for line in (
        "Проект", "", "Приложение", "к приказу ____________________________", "____________________________________",
        f"от «____» {_BLANK} 20__ г. № _____",
    ):  # fmt: skip
        _paragraph(document, line, left=165, align=_RIGHT if line == "Проект" else _LEFT)
    _paragraph(document, "")
    _paragraph(document, "ПЕРЕЧЕНЬ", align=_CENTRE, bold=True)
    _paragraph(
        document,
        "общеобразовательных организаций с низкими образовательными результатами обучающихся{{ territory }}\n"
        "по итогам {{ year }}\u00a0года",
        align=_CENTRE, bold=True, after=10,
    )  # fmt: skip
    _table(
        document,
        "listed",
        [("№", 10, "number"), ("Муниципалитет", 36, "municipality"), ("Школа", 45, "name"),
         ("В перечне", 26, "standing"), ("Низких процедур", 22, "low_procedures"),
         ("Процедуры с низким результатом: доля участников {{ below_words }}", 87, "procedures"),
         ("Вероятность, что дело не в случае", 31, "probability")],
    )  # fmt: skip
    _paragraph(document, "{%p if not listed %}")
    _paragraph(document, "Школ, отвечающих условиям правила, нет.", indent=True)
    _paragraph(document, "{%p endif %}")
    _portrait_again(document)
    _list_sections(document)
    _signature(document)
    return document


def _list_sections(document: Any) -> None:
    _heading(document, "1. Кратко")
    _sentences(document, "summary_sentences")
    for number, (title, rows, heading, width) in enumerate(
        (
            ("Школы с риском снижения результатов", "at_risk", "Почему", 72),
            ("Школы, вышедшие из перечня", "left", "Почему", 72),
            ("Школы, по которым данных недостаточно", "insufficient", "Чего не хватает", 50),
        ),
        start=2,
    ):
        _heading(document, f"{number}. {title}")
        _paragraph(document, f"{{%p if {rows} %}}")
        _table(
            document, rows,
            [("№", 10, "number"), ("Муниципалитет", 42, "municipality"), ("Школа", 118 - width, "name"),
             (heading, width, "why")],
        )  # fmt: skip
        _paragraph(document, "{%p else %}")
        _paragraph(document, "Таких школ нет.", indent=True)
        _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if decided %}")
    _heading(document, "Школы, о которых люди решили иначе, чем правило")
    _table(
        document, "decided",
        [("№", 10, "number"), ("Муниципалитет", 40, "municipality"), ("Школа", 46, "name"),
         ("Решение", 24, "decision"), ("Основание", 50, "why")],
    )  # fmt: skip
    _paragraph(document, "{%p endif %}")
    _heading(document, "5. Как составлен перечень")
    _sentences(document, "rule_sentences")
    _heading(document, "6. Какова роль случая")
    _sentences(document, "chance_sentences")
    for number, name in ((1, "funnel"), (2, "caterpillar")):
        _paragraph(document, f"{{{{ {name} }}}}", align=_CENTRE, keep=True, before=10)
        _paragraph(
            document, f"Рисунок {number}\u00a0– {{{{ {name}_caption }}}}", align=_CENTRE, size=12, after=10
        )  # fmt: skip


def build_letter() -> Any:
    """Return the template of the explanation letter to the head of one school."""
    document = _document("Разъяснение для школы")
    _letter_head(document)
    _heading(document, "1. О чём это письмо")
    _sentences(document, "opening_sentences")
    _heading(document, "2. Правило")
    _sentences(document, "rule_sentences")
    _heading(document, "3. Что посчитано")
    _table(
        document, "procedures",
        [("Процедура", 49, "procedure"), ("Писали работу", 20, "pupils"), ("{{ below_heading }}", 19, "below"),
         ("Доля", 18, "share"), ("Интервал 95\u00a0%", 26, "interval"), ("Вывод", 38, "verdict")],
    )  # fmt: skip
    _paragraph(document, "{{ interval_note }}", indent=True, size=12, before=4)
    _heading(document, "4. {{ decision_heading }}")
    _sentences(document, "reasons")
    _heading(document, "5. Насколько это надёжно")
    _sentences(document, "certainty_sentences")
    _heading(document, "6. Что изменило бы вывод")
    _sentences(document, "would_change")
    _heading(document, "7. Как менялись результаты")
    _sentences(document, "over_years")
    _letter_evidence(document)
    _heading(document, "9. Как ответить или возразить")
    _sentences(document, "answer_sentences")
    _signature(document)
    return document


def _letter_evidence(document: Any) -> None:
    _heading(document, "8. Откуда взяты числа")
    _paragraph(document, "{%p if evidence %}")
    _table(
        document, "evidence",
        [("Процедура", 36, "procedure"), ("Файл", 60, "file"), ("Лист", 34, "sheet"), ("Строки", 25, "rows"),
         ("Всего строк", 15, "count")],
    )  # fmt: skip
    _paragraph(document, "{%p else %}")
    _paragraph(document, "Результатов школы за этот год в хранилище нет.", indent=True)
    _paragraph(document, "{%p endif %}")


def _letter_head(document: Any) -> None:
    """The sender's place on the left, the addressee on the right, as on an angular letterhead."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(80), Mm(90)
    _cell(left, "[наименование органа управления образованием]", align=_CENTRE)
    _also(left, "____________ № ____________", align=_CENTRE)
    _cell(right, "Руководителю")
    _also(right, "{{ school_name }}")
    _also(right, "{{ municipality }}")
    _also(right, "____________________________")
    _paragraph(document, "")
    _paragraph(document, "О результатах школы за {{ year }} год", after=10)
    _paragraph(document, "Уважаемый руководитель!", align=_CENTRE, after=6)


def build_order() -> Any:
    """Return the template of the order that approves a list, with its appendices."""
    document = _document("Приказ об утверждении перечня школ")
    _paragraph(document, "{{ authority }}", align=_CENTRE, bold=True, after=12)
    _paragraph(document, "ПРИКАЗ", align=_CENTRE, bold=True, after=12)
    _paragraph(document, "{{ order_date }} № {{ order_number }}", align=_CENTRE, after=12)
    _paragraph(
        document,
        "Об утверждении перечня общеобразовательных организаций\nс низкими образовательными результатами\n"
        "по итогам {{ year }}\u00a0года",
        bold=True, align=_CENTRE, after=12,
    )  # fmt: skip
    _paragraph(
        document,
        "По результатам оценочных процедур {{ year }}\u00a0года, рассмотрев ответы школ, в целях адресной "
        "поддержки школ ПРИКАЗЫВАЮ:",
        indent=True,
    )
    for number, words in enumerate(_ORDERED, start=1):
        _paragraph(document, f"{number}. {words}", indent=True)
    _signature(document)
    _appendix(document, 1, "Перечень школ")
    _table(
        document, "listed",
        [("№", 10, "number"), ("Муниципалитет", 42, "municipality"), ("Школа", 52, "name"),
         ("По правилу", 28, "standing"), ("Условия", 38, "track")],
    )  # fmt: skip
    _order_decisions(document)
    _appendix(document, 2, "Как составлен перечень")
    for sentences in ("rule_sentences", "summary_sentences", "chance_sentences"):
        _sentences(document, sentences)
    return document


_ORDERED = (
    (
        "Утвердить перечень школ, которым оказывается поддержка: {{ number_of_schools }} (приложение 1). "
        "Порядок составления перечня изложен в приложении 2."
    ),
    "Назначить каждой школе перечня куратора и провести диагностику причин в месячный срок.",
    "Руководителям школ перечня представить программы перехода в эффективный режим работы.",
    "Не использовать перечень для сравнения школ между собой и для оценки работы педагогов.",
    "Контроль за исполнением приказа оставляю за собой.",
)


def _order_decisions(document: Any) -> None:
    _paragraph(document, "{%p if decided %}")
    _paragraph(
        document, "Школы, о которых решение принято иначе, чем следует из правила:", before=12, after=6, keep=True
    )
    _table(
        document, "decided",
        [("№", 10, "number"), ("Школа", 60, "name"), ("Решение", 28, "decision"), ("Основание", 72, "why")],
    )  # fmt: skip
    _paragraph(document, "{%p endif %}")


def _appendix(document: Any, number: int, title: str) -> None:
    heading = _paragraph(
        document, f"Приложение {number}\nк приказу {{{{ order_date }}}} № {{{{ order_number }}}}", left=90, after=12
    )
    heading.paragraph_format.page_break_before = True
    _paragraph(document, title, bold=True, align=_CENTRE, after=10)


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
    _plan_table(document)
    _signature(document)
    return document


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
    _appendix(document, 2, "Что меняется")
    _changes_table(document)
    _paragraph(document, "{%p endif %}")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _turn(section)
    _page_margins(section, left=20)
    section.different_first_page_header_footer = False
    _paragraph(document, "Приложение 1\nк приказу {{ order_date }} № {{ order_number }}", left=165, after=12)
    _paragraph(document, "{{ title }}", bold=True, align=_CENTRE, after=10)
    _plan_table(document)
    return document


_PLAN_ORDERED = (
    "В целях поддержки школ с низкими образовательными результатами ПРИКАЗЫВАЮ:",
    "1. Утвердить «{{ title }}» ({{ organisation }}) согласно приложению 1.",
    "2. Ответственным исполнителям выполнять мероприятия в установленные сроки и прилагать подтверждения.",
    "3. Контроль за исполнением приказа оставляю за собой.",
)
_PLAN_AMENDED = (
    "По ходу выполнения плана ПРИКАЗЫВАЮ:",
    (
        "1. Внести в «{{ title }}» ({{ organisation }}) изменение № {{ amendment }}: меняется {{ number_of_changes }} "
        "(приложение 2)."
    ),
    "2. План с изменением изложить согласно приложению 1.",
    "3. Контроль за исполнением приказа оставляю за собой.",
)


def build_plan_changes() -> Any:
    """Return the template of an amendment's differences: what was, what becomes."""
    document = _document("Изменение плана")
    _turn(document.sections[0])
    _page_margins(document.sections[0], left=20)
    _paragraph(document, "Изменение № {{ amendment }}", bold=True, align=_CENTRE)
    _paragraph(document, "{{ title }}", bold=True, align=_CENTRE, after=6)
    _paragraph(document, "{{ organisation }}. Меняется {{ number_of_changes }}.", align=_CENTRE, after=10)
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


def _document(title: str) -> Any:
    document = Document()
    core = document.core_properties
    core.title, core.author, core.comments, core.language = title, "", "", "ru-RU"
    core.created = core.modified = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    _page(document.sections[0])
    return document


def _page(section: Any) -> None:
    """A4 with official margins and a page number at the top, absent from the first page."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])


def _page_margins(section: Any, left: int) -> None:
    section.left_margin = Mm(left)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(12)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)  # noqa: SLF001 - python-docx has no fields of its own


def _turn(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def _portrait_again(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = False


def _paragraph(document: Any, text: str, **look: Any) -> Any:
    return _dress(document.add_paragraph(), text, **look)


def _dress(paragraph: Any, text: str, **look: Any) -> Any:
    """Put the text into the paragraph; `look` has align, bold, size, indent, left, before, after, keep."""
    run = paragraph.add_run(text)
    run.bold = look.get("bold")
    run.font.size = Pt(look["size"]) if "size" in look else None
    shape = paragraph.paragraph_format
    paragraph.alignment = look.get("align", _BOTH if look.get("indent") else _LEFT)
    shape.first_line_indent = Mm(12.5) if look.get("indent") else None
    shape.left_indent = Mm(look["left"]) if "left" in look else None
    shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
    shape.keep_with_next = look.get("keep")
    return paragraph


def _heading(document: Any, text: str) -> None:
    _paragraph(document, text, bold=True, before=12, after=6, keep=True)


def _sentences(document: Any, name: str) -> None:
    _paragraph(document, f"{{%p for sentence in {name} %}}")
    _paragraph(document, "{{ sentence }}", indent=True)
    _paragraph(document, "{%p endfor %}")


def _table(document: Any, name: str, columns: Sequence[tuple[str, int, str]]) -> None:
    """A table with a repeated heading and one row for each of `name`; columns are (heading, mm, field)."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for row, texts in zip(
        table.rows,
        (
            [heading for heading, _, _ in columns],
            [f"{{%tr for row in {name} %}}"] + [""] * (len(columns) - 1),
            [f"{{{{ row.{field} }}}}" for _, _, field in columns],
            ["{%tr endfor %}"] + [""] * (len(columns) - 1),
        ),
        strict=True,
    ):
        _whole(row)
        for cell, text, (_, width, field) in zip(row.cells, texts, columns, strict=True):
            cell.width = Mm(width)
            is_heading = row is table.rows[0] or text in {heading for heading, _, _ in columns}
            is_number = field in {"number", "low_procedures", "pupils", "below", "share", "interval", "count"}
            _cell(cell, text, size=11, bold=is_heading or None, align=_CENTRE if is_heading or is_number else _LEFT)
    for column, (_, width, _) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    heading = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heading)  # noqa: SLF001 - python-docx cannot repeat a heading itself


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - nor keep a row on one page


def _cell(cell: Any, text: str, **look: Any) -> None:
    _dress(cell.paragraphs[0], text, **look)


def _also(cell: Any, text: str, **look: Any) -> None:
    _dress(cell.add_paragraph(), text, **look)


def _signature(document: Any) -> None:
    _paragraph(document, "", keep=True)
    _paragraph(document, "", keep=True)
    table = document.add_table(rows=2, cols=3)
    table.autofit = False
    texts = (("Руководитель", "_" * 16, "_" * 20), ("", "(подпись)", "(инициалы, фамилия)"))
    for row, words in zip(table.rows, texts, strict=True):
        _whole(row)
        for cell, text, width in zip(row.cells, words, (60, 50, 60), strict=True):
            cell.width = Mm(width)
            small = text.startswith("(")
            _cell(cell, text, align=_LEFT if text == "Руководитель" else _CENTRE, size=10 if small else 14)


TEMPLATES = {
    "list.docx": build_list, "letter.docx": build_letter, "order.docx": build_order, "plan.docx": build_plan,
    "plan-order.docx": build_plan_order, "plan-changes.docx": build_plan_changes,
}  # fmt: skip


def main(folder: Path = FOLDER) -> None:
    """Write the templates into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in TEMPLATES.items():
        build().save(folder / name)
        print(folder / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
