"""Columns of the templates people fill in: the readers find them, the templates offer them."""

from dataclasses import replace

from opora.sources.forms.contract_columns import fillable
from opora.tables.aggregates import MARK_COUNTS
from opora.tables.contract import Column, Kind
from opora.tables.results import RESULTS
from opora.tables.schools import CONTEXTS, REGISTER

SCHOOL_COLUMN = REGISTER.column("school")

#: The register of schools; its context columns may stand beside these.
REGISTER_COLUMNS = fillable(REGISTER.columns)

#: The social context of a school, all but its code.
CONTEXT_COLUMNS = tuple(column for column in fillable(CONTEXTS.columns) if column.name != "school")

_PAPER = (
    replace(RESULTS.column("procedure"), meaning="Оценочная процедура: ВПР, РПР, муниципальная работа …"),
    RESULTS.column("year"),
    replace(RESULTS.column("subject"), meaning="Предмет, как в справочнике; «математика базовая» называет и уровень"),
    RESULTS.column("paper_grade"),
    replace(
        RESULTS.column("level"),
        meaning="Уровень работы; пусто – обычная работа одного уровня",
        choices=(),
        is_required=False,
    ),
)
_SCHOOL = (
    replace(
        RESULTS.column("school_code"),
        meaning="Логин ФИС ОКО, код ОО или код из реестра школ",
        spellings=("Логин", "Логин ОО", "Код ОО", "school"),
    ),
    Column(
        "name", "Название школы", Kind.WORD, "Краткое название школы", spellings=("Школа", "Название ОО", "Название")
    ),
    Column("municipality", "Муниципалитет", Kind.WORD, "Муниципальное образование", spellings=("МСУ",)),
)

#: Results pupil by pupil; columns of items follow these.
RESULT_COLUMNS = (
    *_PAPER,
    *_SCHOOL,
    replace(RESULTS.column("class_name"), meaning="Класс с литерой: 5А"),
    replace(
        RESULTS.column("pupil"),
        meaning="Код участника из списка кодов школы; имён в шаблоне не бывает",
        spellings=("Код ученика",),
    ),
    RESULTS.column("variant"),
    RESULTS.column("primary_score"),
    replace(RESULTS.column("max_score"), heading="Максимальный балл", spellings=(RESULTS.column("max_score").heading,)),
    RESULTS.column("test_score"),
    replace(RESULTS.column("mark"), spellings=("Отметка за работу", "Оценка")),
    RESULTS.column("journal_mark"),
)

#: Marks counted by school.
MARK_COLUMNS = (
    *_PAPER,
    *_SCHOOL,
    replace(MARK_COUNTS.column("pupils"), spellings=("Участников",)),
    *(
        replace(
            MARK_COUNTS.column(f"mark_{mark}"),
            heading=str(mark),
            meaning=f"Сколько участников получили отметку {mark}; 0, если таких нет",
            is_required=True,
        )
        for mark in (2, 3, 4, 5)
    ),
)
