"""`opora analyse mentors`: who in like conditions does better in the very thing a school lacks."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from opora.analysis.cards import MENTORS
from opora.analysis.found_words import require_numbers_in, require_whole_numbers_in
from opora.analysis.school_context.mentors import Place
from opora.cli.chosen_answers import PaperGrade, PaperLevel, PaperProcedure, PaperSubject, PaperWords, PaperYear
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, Data, Json, Out
from opora.cli.own_files import own_file
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.mentors import Help, Mentors, mentors_of_school, mentors_table
from opora.measuring.school_rows import school_codes
from opora.measuring.told import numbers
from opora.vocabulary.refusal import require_all, require_columns

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


_CAPACITY, _DEGREES = ("capacity",), ("latitude", "longitude")
_MOST_SCHOOLS = 1000


def _known(file: Path) -> Help:
    with opened_table(file) as opened:
        require_columns(("school",), opened.columns)
        capacity, degrees = ([name for name in names if name in opened.columns] for names in (_CAPACITY, _DEGREES))
        table = opened.rows.select("school", *capacity, *degrees).collect("pyarrow").to_native()
        require_all(
            partial(require_whole_numbers_in, opened.rows, capacity, (0, _MOST_SCHOOLS), "Ожидается, сколько школ."),
            partial(require_numbers_in, opened.rows, degrees, "Ожидаются градусы; где их нет, пусто."),
            partial(school_codes, "school", table["school"].to_pylist()),
        )
    codes = school_codes("school", table["school"].to_pylist())
    known = {name: numbers(table[name].to_pylist()) for name in (*capacity, *degrees)}
    latitude, longitude, capacities = (known.get(name, [None] * len(codes)) for name in (*_DEGREES, *_CAPACITY))
    places = {
        code: Place(latitude=north, longitude=east)
        for code, north, east in zip(codes, latitude, longitude, strict=True)
    }
    return Help({code: int(count) for code, count in zip(codes, capacities, strict=True) if count is not None}, places)


def _show(screen: Screen, answer: Mentors) -> None:
    screen.say(f"{answer.title}, школа {answer.school}: дефицитов больше случайного – {len(answer.deficits)}.")
    screen.say(*(f"  {one}" for one in answer.deficits))
    for one in answer.mentors:
        screen.say("", f"{one.name} ({one.mentor})", *(f"  {reason}" for reason in one.reasons))
    screen.say(*answer.notes)
