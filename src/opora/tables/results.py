"""Results of pupils: one wide row per pupil and paper, item scores as columns."""

from opora.tables.contract import Column, Contract, Kind
from opora.tables.paper_columns import ADDRESS_COLUMNS, PAPER_COLUMNS
from opora.vocabulary.papers import PAPER

#: An item the pupil did not start. A score of its own kind: nothing earned, yet not the same as a wrong answer.
NOT_STARTED = -1

MOST_ITEMS = 60

#: Columns of item scores in order of the paper: i01 … i60.
ITEM_COLUMNS = tuple(f"i{number:02d}" for number in range(1, MOST_ITEMS + 1))

_ITEMS = tuple(
    Column(
        name,
        f"Задание {number}",
        Kind.TINY,
        "Балл за задание; −1 – не приступал; пусто – не предлагалось или нет данных",
        "балл",
        (-1, 100),
    )
    for number, name in enumerate(ITEM_COLUMNS, start=1)
)

RESULTS = Contract(
    name="results",
    heading="Индивидуальные результаты",
    grain="один участник и одна работа",
    key=(*PAPER, "school_code", "class_name", "pupil", "held_on"),
    columns=(
        *PAPER_COLUMNS,
        Column("school_code", "Код школы", Kind.WORD, "Код школы, как его даёт файл", is_required=True),
        Column("class_name", "Класс", Kind.WORD, "Класс с литерой; пусто, если файл его не называет"),
        Column("pupil_grade", "Параллель", Kind.TINY, "Класс, в котором ученик учится", range=(1, 12)),
        Column("pupil", "Код участника", Kind.WORD, "Код участника; никогда не имя", is_required=True),
        Column("held_on", "Дата экзамена", Kind.DAY, "День экзамена; пусто у работ, которые пишут один раз"),
        Column(
            "attempt",
            "Попытка",
            Kind.TINY,
            "Которая попытка этого участника по порядку дней: в показатели идёт первая",
            range=(1, 20),
        ),
        Column("variant", "Вариант", Kind.WORD, "Вариант работы"),
        Column(
            "form",
            "Состав заданий",
            Kind.WORD,
            "Отпечаток состава заданий: строки с одним составом сравнимы по заданиям",
        ),
        Column("primary_score", "Первичный балл", Kind.SMALL, "Первичный балл", "балл", (0, 300)),
        Column(
            "max_score", "Максимальный первичный балл", Kind.SMALL, "Максимум первичного балла работы", "балл", (0, 300)
        ),
        Column("test_score", "Тестовый балл", Kind.SMALL, "Балл по стобалльной шкале ЕГЭ", "балл", (0, 100)),
        Column("mark", "Отметка", Kind.TINY, "Отметка за работу", range=(2, 5)),
        Column(
            "journal_mark", "Отметка по журналу", Kind.TINY, "Отметка за предыдущий период по журналу", range=(1, 5)
        ),
        *_ITEMS,
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, "school_code", "class_name", "held_on"),
    partition=("year", "procedure"),
)

ITEMS = Contract(
    name="items",
    heading="Состав заданий работ",
    grain="одно задание одного состава работы в одном файле",
    key=(*PAPER, "form", "position", "source_file"),
    columns=(
        *PAPER_COLUMNS,
        Column("form", "Состав заданий", Kind.WORD, "Отпечаток состава заданий", is_required=True),
        Column(
            "position",
            "Порядок",
            Kind.TINY,
            "Место задания в работе: номер столбца баллов",
            range=(1, MOST_ITEMS),
            is_required=True,
        ),
        Column("item", "Задание", Kind.WORD, "Номер задания, как в работе: 1, 3.1, 1К1", is_required=True),
        Column("max_score", "Максимальный балл", Kind.TINY, "Максимум за задание", "балл", (0, 100)),
        Column(
            "difficulty",
            "Уровень сложности",
            Kind.WORD,
            "Б – базовый, П – повышенный, В – высокий",
            choices=("Б", "П", "В"),
        ),
        *ADDRESS_COLUMNS,
    ),
    part=("source_file",),
)

APPEALS = Contract(
    name="appeals",
    heading="Изменения баллов по апелляциям",
    grain="один изменённый результат участника",
    key=(*PAPER, "school_code", "pupil", "held_on"),
    columns=(
        *PAPER_COLUMNS,
        RESULTS.column("school_code"),
        RESULTS.column("pupil"),
        RESULTS.column("held_on"),
        *(
            Column(name, column.heading, column.kind, f"{column.meaning} после изменения", column.unit, column.range)
            for name, column in ((name, RESULTS.column(name)) for name in ("primary_score", "test_score", "mark"))
        ),
        *ADDRESS_COLUMNS,
    ),
    part=(*PAPER, "school_code", "pupil", "held_on"),
)
