"""Build the Word templates that authorities may edit, in authorities/templates.

How they look is said in `official_paper.py`.

Run: python -m tools.build_templates [FOLDER]
"""

import sys
from pathlib import Path
from typing import Any

from docx.shared import Mm

from tools.build_meeting_templates import TEMPLATES as OF_MEETINGS
from tools.build_plan_templates import TEMPLATES as OF_PLANS
from tools.official_paper import CENTRE as _CENTRE
from tools.official_paper import LEFT as _LEFT
from tools.official_paper import RIGHT as _RIGHT
from tools.official_paper import add_appendix as _appendix
from tools.official_paper import add_heading as _heading
from tools.official_paper import add_paragraph as _paragraph
from tools.official_paper import add_sentences as _sentences
from tools.official_paper import add_signature as _signature
from tools.official_paper import add_table as _table
from tools.official_paper import add_to_cell as _also
from tools.official_paper import fill_cell as _cell
from tools.official_paper import new_document as _document
from tools.official_paper import portrait_again as _portrait_again
from tools.official_paper import turn_page as _turn

FOLDER = Path(__file__).resolve().parents[1] / "authorities" / "templates"

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
            ("Школы с риском снижения результатов", "at_risk", "Почему", 88),
            ("Школы, вышедшие из перечня", "left", "Почему", 88),
            ("Школы, по которым данных недостаточно", "insufficient", "Чего не хватает", 50),
        ),
        start=2,
    ):
        _heading(document, f"{number}. {title}")
        _paragraph(document, f"{{%p if {rows} %}}")
        _table(
            document, rows,
            [("№", 10, "number"), ("Муниципалитет", 32, "municipality"), ("Школа", 128 - width, "name"),
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
    _cell(left, "{{ sender }}", align=_CENTRE)
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


def build_effect() -> Any:
    """Return the template of the note on whether support helped."""
    document = _document("Справка: помогла ли поддержка")
    _paragraph(document, "СПРАВКА", align=_CENTRE, bold=True)
    _paragraph(
        document, "о результатах поддержки школ\nза {{ years }}\u00a0годы", align=_CENTRE, bold=True, after=10
    )  # fmt: skip
    _paragraph(
        document, "Результаты есть у {{ number_of_schools }}, из них с поддержкой – {{ supported }}.", indent=True
    )  # fmt: skip
    _sentences(document, "sentences")
    _heading(document, "Методы рядом")
    columns = [("Эффект", 22, "effect"), ("Интервал 95\u00a0%", 36, "interval"), ("Вывод", 36, "verdict")]
    _table(document, "methods", [("Метод", 50, "title"), *columns, ("Школ", 24, "schools")])
    _heading(document, "Как получен каждый ответ")
    _sentences(document, "method_sentences")
    _paragraph(document, "{%p if balance %}")
    _heading(document, "Насколько школы отличались до поддержки, в стандартных отклонениях")
    _table(document, "balance", [("Что сравнивалось", 80, "title"), ("Все школы", 40, "before"),
                                 ("После подбора", 40, "after")])  # fmt: skip
    _paragraph(document, "Школы, на которые никто не похож: {{ unmatched }}.", indent=True, before=6)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if kinds %}")
    _heading(document, "Виды мер при прочих равных")
    _table(document, "kinds", [("Вид мер", 50, "title"), *columns, ("Школ", 24, "schools")])
    _paragraph(document, "{%p endif %}")
    _heading(document, "Что эти числа говорят и чего не говорят")
    for sentences in ("note_sentences", "card_sentences"):
        _sentences(document, sentences)
    return document


TEMPLATES = {
    "list.docx": build_list,
    "letter.docx": build_letter,
    "order.docx": build_order,
    "effect.docx": build_effect,
    **OF_PLANS,
    **OF_MEETINGS,
}


def main(folder: Path = FOLDER) -> None:
    """Write the templates into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in TEMPLATES.items():
        build().save(folder / name)
        print(folder / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
