"""`opora analyse growth`: what a school adds to the earlier results of its pupils."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from opora.analysis.cards import card
from opora.analysis.growth import LEAST_SCHOOLS, VERDICTS, Growth, GrowthColumns, growth_of_schools
from opora.analysis.growth_shapes import SHAPES
from opora.cli.engine import counting_store
from opora.cli.mixed_model import model_as_json, notes
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, AnyYear, Data, Json, Out, Table
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.growth_rows import COLUMNS, AskedPaper, growth_rows
from opora.school_facts import last_year_with_results
from opora.vocabulary.spelling import counted

School = Annotated[str, typer.Option("--school", metavar="СТОЛБЕЦ", help="Столбец со школой.")]
Result = Annotated[str, typer.Option("--result", metavar="СТОЛБЕЦ", help="Столбец с результатом ученика.")]
Priors = Annotated[
    list[str] | None,
    typer.Option(
        "--prior",
        metavar="СТОЛБЕЦ",
        help="Столбец с прежним результатом (prior, если не назван). Можно повторять; по первому ученики делятся на "
        "пятые части.",
    ),
]
Context = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="СТОЛБЕЦ", help="Столбец с контекстом: его разницу в прирост не зачитывают."),
]
YearColumn = Annotated[
    str | None,
    typer.Option("--year-column", metavar="СТОЛБЕЦ", help="Столбец с годом: несколько лет считаются вместе."),
]


Procedure = Annotated[str, typer.Option("--procedure", metavar="ПРОЦЕДУРА", help="Процедура в выпуске: vpr, oge, ege.")]
Subject = Annotated[str, typer.Option("--subject", metavar="ПРЕДМЕТ", help="Предмет в выпуске.")]
Grade = Annotated[
    int | None, typer.Option("--grade", metavar="КЛАСС", help="Класс работы в выпуске; без него – старший.")
]


def growth(
    table: Table = None,
    school: School = "school",
    result: Result = "score",
    prior: Priors = None,
    context: Context = None,
    year_column: YearColumn = None,
    year: AnyYear = None,
    procedure: Procedure = "vpr",
    subject: Subject = "mathematics",
    grade: Grade = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Посчитать прирост школ: насколько результаты отличаются от ожидаемых по прежним результатам учеников.

    Таблица --out, строка – школа: прирост (growth) с отклонением и интервалом 95 %, вывод (verdict), место на
    плоскости «уровень × прирост» с эллипсом 95 %, средний прирост по пятым частям учеников от слабых к сильным
    (fifth_1 … fifth_5) и форма прироста (shape). Если школ меньше 15, чисел нет: сравнивать не с чем. Без --table
    берётся работа из выпуска, а прежний результат – поколения или самого ученика, что удалось связать.
    """
    screen, prior_of = Screen(json), "pupil"
    if table is not None:
        columns = GrowthColumns(school, result, tuple(prior or ["prior"]), tuple(context or ()), year_column)
        with opened_table(table) as opened:
            found = growth_of_schools(opened.rows, columns)
    else:
        release = counting_store(data).current()
        asked = AskedPaper(last_year_with_results(release) if year is None else year, procedure, subject, grade)
        gathered = growth_rows(release, asked)
        prior_of = gathered.prior_of
        screen.say(gathered.said)
        found = growth_of_schools(gathered.rows, COLUMNS)
    _show(screen, found, out)
    screen.write_json({"prior_of": prior_of} | growth_as_json(found))
    return 0


def growth_as_json(found: Growth) -> dict[str, Any]:
    """Return the growth of schools with the model behind it."""
    return {
        "can_tell": found.can_tell,
        "schools": len(found.table),
        "least_schools": LEAST_SCHOOLS,
        "verdicts": dict(Counter(found.table["verdict"].to_pylist())),
        "shapes": dict(Counter(found.table["shape"].to_pylist())),
        "fifth_cuts": found.cuts,
        "model": model_as_json(found.model) if found.model else None,
        "growth": found.table.to_pylist(),
    }


def _show(screen: Screen, found: Growth, out: Path | None) -> None:
    schools = counted(len(found.table), "школа", "школы", "школ")
    if found.model is None:
        screen.say(f"Нельзя сказать: {schools}, а чтобы судить о приросте, нужно не меньше {LEAST_SCHOOLS}.")
    else:
        verdicts = Counter(found.table["verdict"].to_pylist())
        shapes = Counter(found.table["shape"].to_pylist())
        screen.say(f"{schools}, {counted(found.model.n, 'ученик', 'ученика', 'учеников')}.")
        screen.say("Прирост: " + ", ".join(f"{VERDICTS[one]} – {count}" for one, count in verdicts.most_common()))
        screen.say("Форма: " + ", ".join(f"{SHAPES[one]} – {count}" for one, count in shapes.most_common()))
        screen.say(*notes(found.model))
    if out is not None:
        screen.say(f"Прирост школ: {written_table(out, found.table)}")
    screen.say("", *card("growth").lines)
