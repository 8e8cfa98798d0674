"""`opora analyse mentors`: who in like conditions does better in the very thing a school lacks."""

from pathlib import Path
from typing import Annotated, Any

import typer

from opora.analysis.cards import MENTORS
from opora.analysis.school_context.mentors import Place
from opora.cli.chosen_answers import PaperGrade, PaperLevel, PaperProcedure, PaperSubject, PaperWords, PaperYear
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, Data, Json, Out
from opora.cli.own_files import own_file
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.mentors import Help, Mentors, mentors_of_school, mentors_table
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns

School = Annotated[str, typer.Option("--school", metavar="ШКОЛА", help="Код школы, которой ищут наставника.")]
Count = Annotated[int, typer.Option("--count", metavar="ЧИСЛО", help="Сколько наставников предложить.", min=1, max=20)]
Known = Annotated[
    Path | None,
    typer.Option(
        "--known",
        metavar="ТАБЛИЦА",
        help="Что ещё известно: столбцы school и, если есть, capacity (сколько школ возьмёт), latitude, longitude.",
        dir_okay=False,
        callback=own_file,
    ),
]


def mentors(
    school: School,
    year: PaperYear = None,
    subject: PaperSubject = None,
    paper_grade: PaperGrade = None,
    procedure: PaperProcedure = "vpr",
    level: PaperLevel = None,
    count: Count = 3,
    known: Known = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Подобрать школе наставников: похожие условия, лучше в её дефицитах, есть место, недалеко – с причинами.

    Столбцы --out: school, mentor, name, better_in, differences, distance, alike, growth, km, same_municipality,
    capacity, reasons. Школа без места не предлагается; без координат расстояние – тот же муниципалитет или другой.
    """
    screen = Screen(json)
    paper = PaperWords(year, subject, paper_grade, procedure, level).paper()
    helped = _known(known) if known is not None else Help()
    answer = mentors_of_school(counting_store(data).current(), paper, school, count, helped)
    _show(screen, answer)
    if out is not None:
        screen.say(f"Таблица: {written_table(out, mentors_table(answer))}")
    screen.say("", *MENTORS.lines)
    screen.write_json(answer)
    return 0


def _known(file: Path) -> Help:
    with opened_table(file) as opened:
        require_columns(("school",), opened.columns)
        rows = opened.rows.collect("pyarrow").to_native().to_pylist()
    places = {
        str(row["school"]): Place(latitude=_number(row, "latitude"), longitude=_number(row, "longitude"))
        for row in rows
    }
    capacity = {str(row["school"]): _number(row, "capacity") for row in rows}
    return Help({code: int(value) for code, value in capacity.items() if value is not None}, places)


def _number(row: dict[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, str) or value < -180:  # noqa: PLR2004 - no degree and no capacity is less
        raise AnalysisRefusedError(f"Школа «{row['school']}», столбец «{name}»: найдено «{value}», ожидается число.")
    return float(value)


def _show(screen: Screen, answer: Mentors) -> None:
    screen.say(f"{answer.title}, школа {answer.school}: дефицитов больше случайного – {len(answer.deficits)}.")
    screen.say(*(f"  {one}" for one in answer.deficits))
    for one in answer.mentors:
        screen.say("", f"{one.name} ({one.mentor})", *(f"  {reason}" for reason in one.reasons))
    screen.say(*answer.notes)
