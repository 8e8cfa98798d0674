"""`opora analyse context` and `opora analyse similar-schools`: what a school cannot choose, and who shares it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import typer

from opora.analysis.cards import card
from opora.analysis.found_words import require_numbers_in
from opora.analysis.school_context.similar_schools import similar_schools as nearest
from opora.analysis.school_context.tracks import (
    PLACES,
    TRACKS,
    ContextAnswer,
    SchoolFacts,
    context_of_schools,
    resilient_for,
)
from opora.analysis.school_context.wellbeing import SIGNS
from opora.cli.engine import counting_store
from opora.cli.opened_table import OpenedTable, opened_table
from opora.cli.options import DEFAULT_DATA, AnyYear, Data, Json, Out, Table
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.school_rows import school_codes
from opora.measuring.told import numbers
from opora.school_facts import facts_of_release, last_year_with_results
from opora.vocabulary.refusal import AnalysisRefusedError, require_all, require_columns, require_different
from opora.vocabulary.spelling import counted, listed

School = Annotated[str, typer.Option("--school", metavar="СТОЛБЕЦ", help="Столбец со школой: строка – школа.")]
Result = Annotated[
    str | None, typer.Option("--result", metavar="СТОЛБЕЦ", help="Столбец с результатом школы, больше – лучше.")
]
Plus = Annotated[
    list[str] | None, typer.Option("--plus", metavar="СТОЛБЕЦ", help="Показатель благополучия. Можно повторять.")
]
Minus = Annotated[
    list[str] | None, typer.Option("--minus", metavar="СТОЛБЕЦ", help="Показатель неблагополучия. Можно повторять.")
]
Covariates = Annotated[
    list[str] | None,
    typer.Option("--covariate", metavar="СТОЛБЕЦ", help="Что ещё входит в контекст: сельская, размер."),
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="СТОЛБЕЦ", help="По чему сравнивать; без него – по всему, что известно о контексте."),
]
Count = Annotated[int, typer.Option("--count", metavar="ЧИСЛО", help="Сколько похожих школ.", min=1, max=50)]


def context(
    table: Table = None,
    school: School = "school",
    result: Result = None,
    plus: Plus = None,
    minus: Minus = None,
    covariate: Covariates = None,
    year: AnyYear = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Сопоставить контекст и результаты: индекс благополучия, ожидаемый результат, резильентные школы, две группы.

    Таблица --out, строка – школа: индекс (index, среднее 50, отклонение 10), группа поддержки (track) с причинами,
    результат, ожидаемый в таком контексте по остальным школам (expected), разница, место (place) и сколько лет подряд
    школа резильентна (resilient_years; в выпуске смотрят три последних года).
    """
    screen = Screen(json)
    if both := set(plus or ()) & set(minus or ()):
        raise UsageError(f"И в --plus, и в --minus: {', '.join(sorted(both))}. Ожидается что-то одно.")
    if table is None:
        years, signs = _years_of_release(data, year), SIGNS
    else:
        signs = dict.fromkeys(plus or (), 1) | dict.fromkeys(minus or (), -1)
        with opened_table(table) as opened:
            facts, signs = _of_table(opened, school, (result, covariate or (), signs))
        years = [facts]
    answers = [context_of_schools(facts, signs) for facts in years]
    running = resilient_for([answer.table for answer in answers])
    answer = _with_years(answers[0], running)
    _show(screen, answer, out)
    screen.write_json(context_as_json(answer, signs))
    return 0


def _with_years(answer: ContextAnswer, running: Mapping[str, int]) -> ContextAnswer:
    """Return the answer with the years each school has been resilient without a break."""
    years = pa.array([running.get(school, 0) for school in answer.table["school"].to_pylist()], pa.int64())
    return replace(answer, table=answer.table.append_column("resilient_years", years))


def _years_of_release(data: Path, year: int | None) -> list[SchoolFacts]:
    """Return the facts of the year asked for and of the two before it, the last first."""
    release = counting_store(data).current()
    last = year if year is not None else last_year_with_results(release)
    found = [facts_of_release(release, last)]
    for earlier in (last - 1, last - 2):
        try:
            found.append(facts_of_release(release, earlier))
        except AnalysisRefusedError:
            break
    return found


def similar_schools(
    table: Table = None,
    school: School = "school",
    by: By = None,
    count: Count = 5,
    year: AnyYear = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Найти похожие школы: ближайшие по контексту, с тем, чем они похожи и чем отличаются.

    Таблица --out: школа, порядок (rank), похожая школа (similar_school), расстояние в отклонениях (distance), чем
    похожи (alike), чем отличаются (different; + – у похожей школы больше), по скольким показателям сравнивали.
    """
    screen = Screen(json)
    if table is None:
        facts = _of_release(data, year)
        every = {**facts.indicators, **facts.covariates}
        require_columns(by or (), every)
        schools, compared = facts.schools, {name: every[name] for name in by or every}
    else:
        with opened_table(table) as opened:
            names = by or [name for name in opened.columns if name in SIGNS]
            schools, compared = _facts(opened, school, names)
        _require_differences({name: compared[name] for name in by or ()})
    if not compared:
        raise AnalysisRefusedError("Не названо, по чему сравнивать школы: добавьте --by СТОЛБЕЦ.")
    if len(schools) < 2:  # noqa: PLR2004 - a pair is the least there is
        raise AnalysisRefusedError("Школа одна: сравнивать её не с чем.")
    found = nearest(schools, compared, count)
    screen.say(f"{counted(len(schools), 'школа', 'школы', 'школ')}, показателей {len(compared)}.")
    if out is not None:
        screen.say(f"Похожие школы: {written_table(out, found)}")
    else:
        screen.say(*(_line(row) for row in found.to_pylist()[: 5 * count]))
    screen.say("", *card("similar-schools").lines)
    screen.write_json({"compared_on": list(compared), "schools": len(schools), "similar": found.to_pylist()})
    return 0


def _line(row: Mapping[str, Any]) -> str:
    different = f"; отличаются: {row['different']}" if row["different"] else ""
    return f"{row['school']} → {row['similar_school']} ({row['distance']:.2f}) похожи: {row['alike'] or '–'}{different}"


def _of_release(data: Path, year: int | None) -> SchoolFacts:
    release = counting_store(data).current()
    return facts_of_release(release, year if year is not None else last_year_with_results(release))


def _of_table(
    opened: OpenedTable, school: str, asked: tuple[str | None, Sequence[str], Mapping[str, int]]
) -> tuple[SchoolFacts, dict[str, int]]:
    result, covariates, chosen = asked
    signs = dict(chosen) or {name: sign for name, sign in SIGNS.items() if name in opened.columns}
    if not signs:
        raise AnalysisRefusedError("Показателей контекста не названо: добавьте --plus СТОЛБЕЦ и --minus СТОЛБЕЦ.")
    named = [*covariates, *([result] if result else [])]
    codes, values = _facts(opened, school, [*signs, *named])
    _require_differences({name: values[name] for name in (*chosen, *named)})
    facts = SchoolFacts(
        schools=codes,
        indicators={name: values[name] for name in signs},
        results=values[result] if result else [None] * len(codes),
        covariates={name: values[name] for name in covariates},
    )
    return facts, signs


def _facts(
    opened: OpenedTable, school: str, names: Sequence[str]
) -> tuple[list[str], dict[str, Sequence[float | None]]]:
    """Return the codes of the schools and what is known of them in numbers; yes and no are 1 and 0."""
    require_different([school, *names])
    require_columns([school, *names], opened.columns)
    schema = opened.rows.collect_schema()
    numeric = [name for name in names if schema[name] != nw.Boolean()]
    table = opened.rows.select(school, *names).collect("pyarrow").to_native()
    codes = table[school].to_pylist()
    require_all(
        partial(require_numbers_in, opened.rows, numeric, "Ожидаются числа; где их нет, пусто."),
        partial(school_codes, school, codes),
    )
    return school_codes(school, codes), {name: numbers(table[name].to_pylist()) for name in names}


def _require_differences(values: Mapping[str, Sequence[float | None]]) -> None:
    """Refuse numbers that are the same in all schools: nothing is told apart by them."""
    same = [f"«{name}»" for name, column in values.items() if len(column) > 1 and len(set(column) - {None}) == 1]
    if same:
        raise AnalysisRefusedError(f"У всех школ одно и то же: {listed(same)}. По этому их не различить: уберите.")


def context_as_json(answer: ContextAnswer, signs: Mapping[str, int]) -> dict[str, Any]:
    """Return the context of schools with how it was made."""
    return {
        "schools": len(answer.table),
        "indicators": {name: signs[name] for name in answer.wellbeing.indicators},
        "method": answer.expectation.method,
        "penalty": answer.expectation.penalty,
        "tracks": dict(Counter(answer.table["track"].to_pylist())),
        "places": dict(Counter(answer.table["place"].to_pylist())),
        "context": answer.table.to_pylist(),
    }


_LASTING = 2
_METHODS = {
    "ridge": "Ожидаемое – по регрессии на контекст всех остальных школ.",
    "clusters": "Школ меньше 15: ожидаемое – среднее остальных школ с близким контекстом.",
    "none": "Школ с результатом и контекстом меньше 6: об ожидаемом результате нельзя сказать.",
}


def _show(screen: Screen, answer: ContextAnswer, out: Path | None) -> None:
    screen.say(f"{counted(len(answer.table), 'школа', 'школы', 'школ')}. {_METHODS[answer.expectation.method]}")
    for name, meanings in (("track", TRACKS), ("place", PLACES)):
        found = Counter(answer.table[name].to_pylist())
        screen.say(*(f"  {found[word]:>4} – {meaning}" for word, meaning in meanings.items() if found[word]))
    lasting = sum(years >= _LASTING for years in answer.table["resilient_years"].to_pylist())
    if lasting:
        screen.say(f"  из резильентных два года подряд и дольше – {lasting}")
    if out is not None:
        screen.say(f"Контекст школ: {written_table(out, answer.table)}")
    screen.say("", *card("context").lines)
