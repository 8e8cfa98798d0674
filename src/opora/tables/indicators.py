"""Indicators: what is counted from results – per school and paper, and per school."""

from opora.tables.contract import Column, Contract, Kind
from opora.tables.paper_columns import PAPER_COLUMNS
from opora.vocabulary.availability import Availability
from opora.vocabulary.papers import PAPER

_PEOPLE = (0, 50_000_000)
_SCHOOL = Column("school", "Школа", Kind.WORD, "Код школы", is_required=True)

BELOW_THRESHOLD = Contract(
    name="below_threshold",
    heading="Не преодолели порог",
    grain="участники одной работы из одной школы, под одним её кодом и из одной параллели; строки складываются",
    key=(),
    columns=(
        _SCHOOL,
        *PAPER_COLUMNS,
        Column(
            "pupil_grade",
            "Параллель",
            Kind.TINY,
            "Класс, в котором учатся писавшие; пусто, если неизвестен или разный",
            range=(1, 12),
        ),
        Column("pupils", "Участников", Kind.COUNT, "Участников с результатом", "чел.", _PEOPLE, is_required=True),
        Column(
            "below",
            "Ниже порога",
            Kind.COUNT,
            "Участников с отметкой «2» или баллом ниже минимального; у метода lower-quartile – в нижней части баллов",
            "чел.",
            _PEOPLE,
            is_required=True,
        ),
        Column(
            "is_ready_made",
            "Готовая статистика",
            Kind.FLAG,
            "Взято из готовой статистики, потому что индивидуальных результатов нет; пусто, если годы объединены",
        ),
    ),
)

MARK_INDICATORS = Contract(
    name="mark_indicators",
    heading="Показатели по отметкам",
    grain="одна школа и одна работа",
    key=("school", *PAPER),
    columns=(
        _SCHOOL,
        *PAPER_COLUMNS,
        Column("pupils", "Участников", Kind.COUNT, "Участников с отметкой", "чел.", _PEOPLE, is_required=True),
        *(
            Column(f"mark_{mark}", f"«{mark}»", Kind.COUNT, f"Получили {mark}", "чел.", _PEOPLE)
            for mark in (2, 3, 4, 5)
        ),
        Column("share_passed", "Успеваемость", Kind.SHARE, "Доля отметок «3», «4», «5»", "доля", (0, 1)),
        Column("share_good", "Качество", Kind.SHARE, "Доля отметок «4» и «5»", "доля", (0, 1)),
        Column("mean_mark", "Средняя отметка", Kind.NUMBER, "Средняя отметка", "отметка", (2, 5)),
        Column("sou", "СОУ", Kind.SHARE, "Степень обученности: (100·n5 + 64·n4 + 36·n3 + 16·n2) / N", "доля", (0, 1)),
    ),
)

MOVEMENTS = Contract(
    name="movements",
    heading="Динамика доли ниже порога",
    grain="одна школа и одна работа за несколько лет",
    key=("school", *PAPER[1:]),
    columns=(
        _SCHOOL,
        *PAPER_COLUMNS[1:],
        Column("year_from", "С года", Kind.SMALL, "Первый год с результатом", range=(2010, 2100), is_required=True),
        Column("year_to", "По год", Kind.SMALL, "Последний год с результатом", range=(2010, 2100), is_required=True),
        Column("years", "Лет", Kind.TINY, "Сколько лет с результатом", "лет", (1, 100), is_required=True),
        Column("pupils", "Участников", Kind.COUNT, "Участников за все годы", "чел.", _PEOPLE, is_required=True),
        Column("below", "Ниже порога", Kind.COUNT, "Ниже порога за все годы", "чел.", _PEOPLE, is_required=True),
        Column(
            "change",
            "Изменение доли",
            Kind.NUMBER,
            "Изменение доли ниже порога от первого года к последнему; пусто, если год один",
            "доля",
            (-2, 2),
        ),
        Column("change_low", "Изменение от", Kind.NUMBER, "Нижняя граница 95%-го интервала изменения", "доля", (-2, 2)),
        Column(
            "change_high", "Изменение до", Kind.NUMBER, "Верхняя граница 95%-го интервала изменения", "доля", (-2, 2)
        ),
        Column("p_value", "p", Kind.SHARE, "Вероятность такого или большего тренда без изменений", "доля", (0, 1)),
        Column(
            "verdict",
            "Вывод",
            Kind.WORD,
            "rose – доля выросла (хуже), fell – снизилась, stably-low – стабильно низкие результаты, "
            "stable – без изменений, cannot-tell – судить нельзя",
            choices=("rose", "fell", "stably-low", "stable", "cannot-tell"),
            is_required=True,
        ),
    ),
)

CELLS = Contract(
    name="cells",
    heading="Процедуры правила",
    grain="одна школа и одна процедура правила в одном году",
    key=("school", "year", "procedure", "subject", "paper_grade"),
    columns=(
        _SCHOOL,
        *PAPER_COLUMNS[:4],
        Column("pupil_grade", "Параллель", Kind.TINY, "Класс, в котором учатся писавшие", range=(1, 12)),
        Column(
            "availability",
            "Наличие",
            Kind.WORD,
            "Есть ли результат и почему его нет",
            choices=tuple(Availability),
            is_required=True,
        ),
        Column("pupils", "Участников", Kind.COUNT, "Участников с результатом", "чел.", _PEOPLE),
        Column("below", "Ниже порога", Kind.COUNT, "Участников ниже порога", "чел.", _PEOPLE),
        Column("share_below", "Доля ниже порога", Kind.SHARE, "below / pupils", "доля", (0, 1)),
        Column("interval_low", "Интервал от", Kind.SHARE, "Нижняя граница 95%-го интервала Уилсона", "доля", (0, 1)),
        Column("interval_high", "Интервал до", Kind.SHARE, "Верхняя граница 95%-го интервала Уилсона", "доля", (0, 1)),
        Column("is_low", "Низкий результат", Kind.FLAG, "Доля не меньше порога правила; пусто, если судить нельзя"),
        Column(
            "probability_low",
            "Вероятность",
            Kind.SHARE,
            "Вероятность, что истинная доля не меньше порога",
            "доля",
            (0, 1),
        ),
        Column(
            "stability",
            "Устойчивость",
            Kind.SHARE,
            "Вероятность признака «низкий результат» у таких же учеников при новой работе",
            "доля",
            (0, 1),
        ),
    ),
)

_PROBABILITY_LOW = Column(
    "probability_low",
    "Вероятность",
    Kind.SHARE,
    "Вероятность, что школа действительно подпадает под правило",
    "доля",
    (0, 1),
)

CHANCES = Contract(
    name="chances",
    heading="Вероятности правила",
    grain="одна школа в одном году по одному набору правил",
    key=("school", "year"),
    columns=(
        _SCHOOL,
        Column("year", "Год", Kind.SMALL, "Год", range=(2010, 2100), is_required=True),
        _PROBABILITY_LOW,
        Column(
            "probability_listed",
            "Вероятность попасть в список",
            Kind.SHARE,
            "Вероятность попасть в список, если бы работы писали другие ученики той же школы",
            "доля",
            (0, 1),
        ),
    ),
)

STATUSES = ("low", "stably-low", "at-risk", "stably-high", "none", "insufficient-data")

DECISIONS = Contract(
    name="decisions",
    heading="Решения правила",
    grain="одна школа в одном году по одному набору правил",
    key=("school", "year"),
    columns=(
        _SCHOOL,
        Column("year", "Год", Kind.SMALL, "Год", range=(2010, 2100), is_required=True),
        Column("status", "Статус", Kind.WORD, "Вывод правила", choices=STATUSES, is_required=True),
        Column(
            "listed",
            "В списке",
            Kind.WORD,
            "Впервые или не впервые; пусто, если школы нет в списке",
            choices=("first-time", "long-standing"),
        ),
        Column("movement", "Движение", Kind.WORD, "По сравнению с прошлым годом", choices=("entered", "stays", "left")),
        Column(
            "low_procedures",
            "Низких процедур",
            Kind.TINY,
            "Процедур с низким результатом",
            "процедур",
            (0, 100),
            is_required=True,
        ),
        Column(
            "measured_procedures",
            "Измерено процедур",
            Kind.TINY,
            "Процедур, по которым можно судить",
            "процедур",
            (0, 100),
            is_required=True,
        ),
        _PROBABILITY_LOW,
        Column(
            "list_stability",
            "Устойчивость",
            Kind.SHARE,
            "Вероятность того же решения при новых учениках той же школы",
            "доля",
            (0, 1),
        ),
        Column(
            "is_small",
            "Малая школа",
            Kind.FLAG,
            "Мало участников в большинстве процедур, по которым есть результат",
            is_required=True,
        ),
    ),
)
