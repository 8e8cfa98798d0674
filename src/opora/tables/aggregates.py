"""Reports in which somebody else has already counted: marks, journal, scores, items."""

from opora.tables.contract import Column, Contract, Kind
from opora.tables.paper_columns import ADDRESS_COLUMNS, AREA_COLUMNS, PAPER_COLUMNS, participants
from opora.vocabulary.papers import PAPER

_AREA = ("area_level", "area", "municipality", "school_code")
_PEOPLE = (0, 50_000_000)

MARK_COUNTS = Contract(
    name="mark_counts",
    heading="Статистика по отметкам",
    grain="одна группа участников и одна работа",
    key=(*PAPER, *_AREA),
    columns=(
        *PAPER_COLUMNS,
        *AREA_COLUMNS,
        Column("schools", "Кол-во ОО", Kind.COUNT, "Сколько школ в группе", "школ", _PEOPLE),
        participants(),
        *(
            Column(
                f"mark_{mark}", f"«{mark}»", Kind.COUNT, f"Сколько участников получили отметку {mark}", "чел.", _PEOPLE
            )
            for mark in (2, 3, 4, 5)
        ),
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, *_AREA),
)

JOURNAL_COUNTS = Contract(
    name="journal_counts",
    heading="Сравнение отметок с отметками по журналу",
    grain="одна группа участников и одна работа",
    key=(*PAPER, *_AREA),
    columns=(
        *PAPER_COLUMNS,
        *AREA_COLUMNS,
        participants(),
        Column("lowered", "Понизили", Kind.COUNT, "Отметка за работу ниже отметки по журналу", "чел.", _PEOPLE),
        Column("confirmed", "Подтвердили", Kind.COUNT, "Отметка за работу равна отметке по журналу", "чел.", _PEOPLE),
        Column("raised", "Повысили", Kind.COUNT, "Отметка за работу выше отметки по журналу", "чел.", _PEOPLE),
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, *_AREA),
)

SCORE_COUNTS = Contract(
    name="score_counts",
    heading="Распределение первичных баллов",
    grain="одна группа участников, одна работа и один первичный балл",
    key=(*PAPER, *_AREA, "primary_score"),
    columns=(
        *PAPER_COLUMNS,
        *AREA_COLUMNS,
        Column("primary_score", "Первичный балл", Kind.SMALL, "Первичный балл", "балл", (0, 300), is_required=True),
        Column("scored", "Набрали балл", Kind.COUNT, "Сколько участников набрали этот балл", "чел.", _PEOPLE),
        participants(),
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, *_AREA),
)

ITEM_SHARES = Contract(
    name="item_shares",
    heading="Выполнение заданий",
    grain="один отчёт, одна группа участников, одна работа, одно задание и одна группа по отметке",
    key=(*PAPER, *_AREA, "report", "mark_group", "item"),
    columns=(
        *PAPER_COLUMNS,
        *AREA_COLUMNS,
        Column(
            "report",
            "Отчёт",
            Kind.WORD,
            "Какой отчёт это говорит: items – выполнение заданий, groups – то же группами участников, "
            "planned-results – достижение планируемых результатов; об одном и том же говорят все три",
            choices=("items", "groups", "planned-results"),
            is_required=True,
        ),
        Column(
            "mark_group",
            "Группа по отметке",
            Kind.WORD,
            "Отметка, которую получили участники группы; all – все",
            choices=("all", "2", "3", "4", "5"),
            is_required=True,
        ),
        Column(
            "pupils",
            "Кол-во участников",
            Kind.COUNT,
            "Сколько учеников в группе; пусто, если файл не говорит",
            "чел.",
            _PEOPLE,
        ),
        Column("position", "Порядок", Kind.TINY, "Место задания в работе", range=(1, 60), is_required=True),
        Column("item", "Задание", Kind.WORD, "Номер задания, как в работе", is_required=True),
        Column("max_score", "Максимальный балл", Kind.TINY, "Максимум за задание", "балл", (0, 100)),
        Column("share_of_maximum", "Выполнение", Kind.SHARE, "Доля набранных баллов от максимума", "доля", (0, 1)),
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, *_AREA, "report", "mark_group"),
)

ITEM_SKILLS = Contract(
    name="item_skills",
    heading="Проверяемые умения",
    grain="одно задание одной работы в одном файле",
    key=(*PAPER, "item", "source_file"),
    columns=(
        *PAPER_COLUMNS,
        Column("item", "Задание", Kind.WORD, "Номер задания, как в работе", is_required=True),
        Column(
            "skill",
            "Проверяемое умение",
            Kind.WORD,
            "Что проверяет задание: блок ПООП или требование ФГОС",
            is_required=True,
        ),
        *ADDRESS_COLUMNS,
    ),
    part=("source_file",),
)
