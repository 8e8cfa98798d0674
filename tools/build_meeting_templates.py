"""Build the Word templates of meetings and reports that authorities may edit: minutes, letter, note, two reports.

How they look is said in `official_paper.py`.
"""

from typing import Any

from docx.shared import Mm

from tools.official_paper import CENTRE as _CENTRE
from tools.official_paper import LEFT as _LEFT
from tools.official_paper import add_heading as _heading
from tools.official_paper import add_paragraph as _paragraph
from tools.official_paper import add_sentences as _sentences
from tools.official_paper import add_signature as _signature
from tools.official_paper import add_table as _table
from tools.official_paper import add_to_cell as _also
from tools.official_paper import fill_cell as _cell
from tools.official_paper import keep_whole as _whole
from tools.official_paper import new_document as _document
from tools.official_paper import portrait_again as _portrait_again
from tools.official_paper import turn_page as _turn


def build_minutes() -> Any:
    """Return the template of minutes."""
    document = _document("Протокол")
    _paragraph(document, "{{ authority }}", align=_CENTRE, bold=True, after=12)
    _paragraph(document, "ПРОТОКОЛ", align=_CENTRE, bold=True)
    _paragraph(document, "{{ kind }}", align=_CENTRE, bold=True, after=8)
    _only_if(document, "title", "{{ title }}", align=_CENTRE, after=8)
    _paragraph(document, "от {{ date }} № {{ number }}", align=_CENTRE, after=8)
    _only_if(document, "place", "Место: {{ place }}")
    _people(document)
    _paragraph(document, "ПОВЕСТКА ДНЯ", align=_CENTRE, bold=True, before=12, after=6, keep=True)
    _paragraph(document, "{%p for item in items %}")
    _paragraph(document, "{{ item.number }}. {{ item.title }}", align=_LEFT, indent=True)
    _paragraph(document, "{%p endfor %}")
    _fates(document)
    _questions(document)
    _paragraph(document, "{%p if other_decisions %}")
    _paragraph(document, "РЕШИЛИ ТАКЖЕ:", bold=True, before=12, keep=True)
    _each(document, "other_decisions", "{{ line }}", indent=True)
    _paragraph(document, "{%p endif %}")
    _two_signatures(document)
    return document


def _people(document: Any) -> None:
    _paragraph(document, "Председатель: {{ chair }}")
    _paragraph(document, "Секретарь: {{ secretary }}")
    _paragraph(document, "{%p if present %}")
    _paragraph(document, "Присутствовали ({{ present_count }}):", before=8, keep=True)
    _each(document, "present", "{{ line }}", left=12.5)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if absent %}")
    _paragraph(document, "{{ absent_heading }}:", before=8, keep=True)
    _each(document, "absent", "{{ line }}", left=12.5)
    _paragraph(document, "{%p endif %}")


def _questions(document: Any) -> None:
    _paragraph(document, "{%p for item in items %}")
    _paragraph(document, "{{ item.number }}. СЛУШАЛИ: {{ item.title }}", bold=True, before=12, keep=True)
    _paragraph(document, "{%p if item.speaker %}")
    _paragraph(document, "Докладывает: {{ item.speaker }}", indent=True)
    _paragraph(document, "{%p endif %}")
    _each(document, "item.heard", "{{ line }}", indent=True)
    _paragraph(document, "{%p if item.decisions %}")
    _paragraph(document, "РЕШИЛИ:", bold=True, before=6, keep=True)
    _each(document, "item.decisions", "{{ line }}", indent=True)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p endfor %}")


def _fates(document: Any) -> None:
    _paragraph(document, "{%p if fates %}")
    _paragraph(document, "О выполнении прежних решений", bold=True, before=12, after=6, keep=True)
    _table(
        document, "fates",
        [("Решение", 66, "text"), ("Ответственный", 50, "owner"), ("Срок", 24, "due"), ("Что стало", 30, "state")],
    )  # fmt: skip
    _paragraph(document, "{%p endif %}")


def _two_signatures(document: Any) -> None:
    _paragraph(document, "", keep=True)
    table = document.add_table(rows=2, cols=3)
    table.autofit = False
    texts = (("Председатель", "_" * 14, "{{ chair }}"), ("Секретарь", "_" * 14, "{{ secretary }}"))
    for row, words in zip(table.rows, texts, strict=True):
        _whole(row)
        for cell, text, width in zip(row.cells, words, (45, 50, 75), strict=True):
            cell.width = Mm(width)
            _cell(cell, text, before=10, keep=text != "{{ secretary }}")


def build_letter() -> Any:
    """Return the template of the letter that takes decisions to one addressee."""
    document = _document("Письмо о решениях")
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(80), Mm(90)
    _cell(left, "{{ authority }}", align=_CENTRE)
    _also(left, "____________ № ____________", align=_CENTRE)
    _cell(right, "Руководителю")
    _also(right, "{{ addressee }}")
    _paragraph(document, "")
    _paragraph(document, "О решениях, которые касаются Вашей организации", after=10)
    _paragraph(document, "{{ opening }}", indent=True, after=8)
    _table(
        document, "decisions",
        [("№", 12, "number"), ("Что сделать", 82, "text"), ("Ответственный", 50, "owner"), ("Срок", 26, "due")],
    )  # fmt: skip
    _paragraph(document, "{{ closing }}", indent=True, before=8)
    _signature(document)
    return document


def build_note() -> Any:
    """Return the template of the execution note: figures, then every measure of the period."""
    document = _report("СПРАВКА О ВЫПОЛНЕНИИ")
    _figures(document, "В числах")
    _said(document, "Итоги", "summary")
    _chart(document)
    _turned(document, "Мероприятия срока")
    _measures(document)
    _delays(document)
    _portrait_again(document)
    _indicators(document, "Показатели")
    _said(document, "Предложения", "tasks")
    _each(document, "recommendations", "{{ line }}", indent=True)
    _signature(document)
    return document


def build_half_year() -> Any:
    """Return the template of the half-year report."""
    return _full_report("ОТЧЁТ ЗА ПОЛУГОДИЕ", "на следующее полугодие")


def build_annual() -> Any:
    """Return the template of the annual report."""
    return _full_report("ГОДОВОЙ ОТЧЁТ", "на следующий год")


def _full_report(heading: str, ahead: str) -> Any:
    document = _report(heading)
    _said(document, "Итоги", "summary")
    _figures(document, "В числах")
    _chart(document)
    _indicators(document, "Показатели")
    _said(document, f"Задачи {ahead}", "tasks")
    _said(document, f"Рекомендации {ahead}", "recommendations")
    _signature(document)
    _turned(document, "Приложение. Мероприятия срока")
    _measures(document)
    _delays(document)
    return document


def _report(heading: str) -> Any:
    document = _document(heading.capitalize())
    _paragraph(document, "{{ authority }}", align=_CENTRE, bold=True, after=12)
    _paragraph(document, heading, align=_CENTRE, bold=True)
    _paragraph(document, "{{ title }}", align=_CENTRE, bold=True, after=4)
    _only_if(document, "plan", "План: {{ plan }}", align=_CENTRE, after=4)
    _paragraph(document, "{{ period }}. Числа собраны {{ made_on }}.", align=_CENTRE, after=8)
    return document


def _figures(document: Any, heading: str) -> None:
    _heading(document, heading)
    _table(document, "figures", [("Что сосчитано", 146, "title"), ("Число", 24, "value")], grouped_by="group")


def _said(document: Any, heading: str, name: str) -> None:
    _paragraph(document, f"{{%p if {name} %}}")
    _heading(document, heading)
    _sentences(document, name)
    _paragraph(document, "{%p endif %}")


def _chart(document: Any) -> None:
    _paragraph(document, "{%p if chart %}")
    _paragraph(document, "{{ chart }}", align=_CENTRE, before=8, keep=True)
    _paragraph(document, "{{ chart_caption }}", align=_CENTRE, size=12, after=8)
    _paragraph(document, "{%p endif %}")


def _turned(document: Any, heading: str) -> None:
    section = document.add_section()
    _turn(section)
    section.different_first_page_header_footer = False
    _heading(document, heading)


def _measures(document: Any) -> None:
    _paragraph(document, "{%p if measures %}")
    _table(
        document, "measures",
        [("№", 14, "number"), ("Мероприятие", 82, "name"), ("Срок", 26, "due"), ("Ответственный", 45, "owner"),
         ("Как выполнено", 36, "state"), ("Чем подтверждено, почему нет", 54, "proof")],
    )  # fmt: skip
    _paragraph(document, "{%p else %}")
    _paragraph(document, "Мероприятий, срок которых приходится на это время, нет.", indent=True)
    _paragraph(document, "{%p endif %}")


def _delays(document: Any) -> None:
    _paragraph(document, "{%p if delays %}")
    _heading(document, "Переносы сроков")
    _table(
        document, "delays", [("Мероприятие", 110, "name"), ("Срок был и стал", 52, "days"), ("Причина", 95, "reason")]
    )
    _paragraph(document, "{%p endif %}")


def _indicators(document: Any, heading: str) -> None:
    _paragraph(document, "{%p if indicators %}")
    _heading(document, heading)
    _table(
        document, "indicators",
        [("Показатель", 72, "name"), ("Год", 18, "year"), ("Цель", 22, "target"), ("Достигнуто", 26, "reached"),
         ("Вывод", 32, "verdict")],
    )  # fmt: skip
    _paragraph(document, "{%p endif %}")


def _only_if(document: Any, name: str, text: str, **look: Any) -> None:
    _paragraph(document, f"{{%p if {name} %}}")
    _paragraph(document, text, **look)
    _paragraph(document, "{%p endif %}")


def _each(document: Any, name: str, text: str, **look: Any) -> None:
    _paragraph(document, f"{{%p for line in {name} %}}")
    _paragraph(document, text, **({"align": _LEFT} | look))
    _paragraph(document, "{%p endfor %}")


TEMPLATES = {
    "minutes.docx": build_minutes,
    "meeting-letter.docx": build_letter,
    "execution-note.docx": build_note,
    "half-year-report.docx": build_half_year,
    "annual-report.docx": build_annual,
}
