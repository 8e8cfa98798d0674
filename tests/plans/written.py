"""Plans written for tests: real Word documents with everything that offices put into tables."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from opora.plans import plan_in
from opora.tables.plan import Plan

HEADING = ("№ п/п", "Мероприятие", "Срок исполнения", "Ожидаемый результат", "Ответственные")
TITLE = "План мероприятий по поддержке школ на 2022 год"


def row(number: object, name: str = "Семинар", deadline: str = "Май", **more: str) -> tuple[str, ...]:
    """Return a row of the usual table."""
    return (str(number), name, deadline, more.get("expected", "Приказ УО"), more.get("responsible", "УО"))


def document(rows: Sequence[Sequence[str]], *above: str, change: Callable[[Any], None] | None = None) -> Any:
    """Return a Word document with one table; a row of one cell is merged over the whole width."""
    made = Document()
    for line in above or (TITLE,):
        made.add_paragraph(line)
    width = max(len(one) for one in rows)
    table = made.add_table(rows=len(rows), cols=width)
    for cells, words in zip(table.rows, rows, strict=True):
        if len(words) == 1 < width:
            cells.cells[0].merge(cells.cells[-1]).text = words[0]
            continue
        for cell, text in zip(cells.cells, words, strict=False):
            cell.text = text
    if change is not None:
        change(table)
    return made


def docx(rows: Sequence[Sequence[str]], *above: str, change: Callable[[Any], None] | None = None) -> bytes:
    """Return the same as a file."""
    return saved(document(rows, *above, change=change))


def saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def plan(*rows: Sequence[str], heading: Sequence[str] = HEADING, title: str = TITLE) -> Plan:
    """Return the plan read from a Word document with these rows below the usual heading."""
    return plan_in("план.docx", docx([heading, *rows], title))


def tabbed(*rows: Sequence[str], title: str = TITLE) -> bytes:
    """Return rows as text pasted from Word."""
    return "\n".join([title, "", *("\t".join(one) for one in rows)]).encode()


def names(found: Plan) -> list[str]:
    return [measure.name for measure in found.measures]


def codes(found: Sequence[Any]) -> list[str]:
    return [problem.code for problem in found]


# --- what Word puts into a document ---------------------------------------------------------------------------------


def tracked(paragraph: Any, kind: str, text: str) -> None:
    """Add a run that was inserted (`ins`) or deleted (`del`) with changes tracked."""
    change, run = OxmlElement(f"w:{kind}"), OxmlElement("w:r")
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "А")
    words = OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def deleted_row(cells: Any) -> None:
    """Mark a whole row as deleted with changes tracked."""
    cells._tr.get_or_add_trPr().append(OxmlElement("w:del"))


def numbered(paragraph: Any, list_id: int = 1, level: int = 0) -> None:
    """Give a paragraph a number of Word's own instead of a typed one."""
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", list_id)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


def with_lists(made: Any, *levels: tuple[str, str]) -> None:
    """Give a document one list, number 1, whose levels are (format, text): («decimal», «%1.»)."""
    root = made.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    abstract, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    abstract.set(qn("w:abstractNumId"), "0")
    for level, (style, text) in enumerate(levels):
        shape = OxmlElement("w:lvl")
        shape.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", text)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            shape.append(element)
        abstract.append(shape)
    number.set(qn("w:numId"), "1")
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), "0")
    number.append(of)
    root.append(abstract)
    root.append(number)
