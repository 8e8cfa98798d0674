"""`opora analyse growth-percentiles`: how a result stands among pupils with the same earlier results."""

from typing import Annotated

import typer

from opora.analysis.cards import GROWTH_PERCENTILES
from opora.analysis.growth_percentiles import Columns
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, Data, Json, Out, Table
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.growth_rows import EXAM_COLUMNS, exam_rows
from opora.measuring.chosen_rows import Condition
from opora.measuring.growth import Growth, GrowthQuestion, School, growth
from opora.vocabulary.subjects import subject_named

Id = Annotated[str, typer.Option("--id", metavar="СТОЛБЕЦ", help="Код ученика, один и тот же во всех годах.")]
Time = Annotated[str, typer.Option("--time", metavar="СТОЛБЕЦ", help="Год результата: 2025 или 2024_2025.")]
Grade = Annotated[str, typer.Option("--grade", metavar="СТОЛБЕЦ", help="Класс результата.")]
Score = Annotated[str, typer.Option("--score", metavar="СТОЛБЕЦ", help="Балл.")]
Subject = Annotated[
    str | None,
    typer.Option(
        "--subject",
        metavar="СТОЛБЕЦ=ЗНАЧЕНИЕ",
        help="Какой предмет: в своей таблице CONTENT_AREA=MATHEMATICS, в выпуске mathematics.",
    ),
]
Valid = Annotated[
    str | None,
    typer.Option("--valid", metavar="СТОЛБЕЦ=ЗНАЧЕНИЕ", help="Какие строки считать: VALID_CASE=VALID_CASE."),
]
SchoolColumn = Annotated[
    str | None, typer.Option("--school", metavar="СТОЛБЕЦ", help="Школа: посчитать медианы школ с интервалами.")
]
LastYear = Annotated[str, typer.Option("--year", metavar="ГОД", help="Последний год, как он записан в таблице.")]
Grades = Annotated[
    str, typer.Option("--progression", metavar="КЛАССЫ", help="Путь учеников по возрастанию через запятую: 3,4,5.")
]


def growth_percentiles(
    year: LastYear,
    progression: Grades,
    table: Table = None,
    id_: Id = "ID",
    time: Time = "YEAR",
    grade: Grade = "GRADE",
    score: Score = "SCALE_SCORE",
    subject: Subject = None,
    valid: Valid = None,
    school: SchoolColumn = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Посчитать процентили роста: у скольких из ста учеников с тем же прошлым результат ниже. Числа как у R SGP.

    Своя таблица: одна строка – ученик и год, код ученика постоянен. Без --table – экзамены выпуска по предмету:
    --subject mathematics --progression 9,11. Коды ВПР каждый год новые, по ним рост не проследить. Столбцы результата:
    id, sgp, order (сколько прежних лет учтено), sgp_order_1, sgp_order_2 …, level, words.
    """
    screen = Screen(json)
    if table is None:
        rows = exam_rows(counting_store(data).current(), _subject(subject))
        answer, pupils = growth(rows, GrowthQuestion(EXAM_COLUMNS, (), year, _grades(progression)))
    else:
        columns = Columns(id_, time, grade, score, school)
        with opened_table(table) as opened:
            question = GrowthQuestion(columns, _conditions(subject, valid), year, _grades(progression))
            answer, pupils = growth(opened.rows, question)
    _show(screen, answer)
    if out is not None:
        screen.say(f"Таблица учеников: {written_table(out, pupils)}")
    told = answer.model_dump(mode="json")
    # without a file for them the pupils' rows would be nowhere
    screen.write_json(told if out is not None else told | {"results": pupils.drop_columns(["words"]).to_pylist()})
    return 0


def _subject(named: str | None) -> str:
    """Return the code of the subject of the release's exams."""
    if named is None:
        raise UsageError("Какой предмет? Назовите --subject mathematics – или свою таблицу: --table.")
    known = subject_named(named)
    if known is None:
        raise UsageError(f"--subject: предмет «{named}» не узнан. Назовите код, например mathematics.")
    return known[0]


def _conditions(*written: str | None) -> tuple[Condition, ...]:
    try:
        return tuple(Condition.read(one) for one in written if one is not None)
    except ValueError as cause:
        raise UsageError(str(cause)) from cause


def _grades(progression: str) -> list[int]:
    try:
        return [int(grade) for grade in progression.replace(" ", "").split(",")]
    except ValueError as cause:
        raise UsageError(f"--progression: найдено «{progression}», ожидаются классы через запятую: 3,4,5.") from cause


def _show(screen: Screen, answer: Growth) -> None:
    way = " → ".join(f"{grade} класс ({time})" for grade, time in zip(answer.grades, answer.times, strict=True))
    screen.say(f"Процентили роста: {way}. Учеников с процентилем {answer.pupils}.")
    for order in answer.orders:
        screen.say(f"  по {order.order} прежним результатам: учеников {order.pupils}")
    left = answer.left_out
    screen.say(
        f"Без процентиля: нет прежнего результата – {left.pupils_without_earlier_result} учеников (из них в другом "
        f"классе год назад – {left.pupils_of_another_grade_before}); строк без балла – {left.rows_without_score}; "
        f"повторных строк ученика за год – {left.repeated_rows}, взят высший балл; строк без кода ученика, года или "
        f"класса – {left.rows_without_pupil_year_or_grade}."
    )
    screen.say(*(f"  {_school(one)}" for one in answer.schools), *answer.notes, "")
    screen.say(*GROWTH_PERCENTILES.lines)


def _school(one: School) -> str:
    if one.median is None or one.interval is None:
        return f"{one.school}: учеников {one.pupils}, мало для медианы"
    low, high = one.interval
    return (
        f"{one.school}: медиана {one.median:g}, от {low:g} до {high:g}".replace(".", ",") + f"; учеников {one.pupils}"
    )
