"""`opora analyse mixed-model`: a mixed model by the formula of R's lme4, for any table."""

import csv
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table as ScreenTable

from opora.analysis.cards import card
from opora.analysis.mixed_models import MixedModel, Spread
from opora.analysis.mixed_models import mixed_model as fitted
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, AnyYear, Data, Json, Out, Table
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.release_rows import Part, release_rows
from opora.vocabulary.spelling import counted, listed

Formula = Annotated[
    str,
    typer.Option("--formula", metavar="ФОРМУЛА", help="Как в lme4: «score ~ prior + sex + (1|municipality/school)»."),
]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--levels",
        metavar="СТОЛБЕЦ=…",
        help="Порядок значений, первое – с которым сравнивают: «sex=M,F». Можно повторять. Без него – по алфавиту.",
    ),
]
AnyProcedure = Annotated[
    str | None, typer.Option("--procedure", metavar="ПРОЦЕДУРА", help="Только эта процедура выпуска: vpr, oge, ege.")
]
AnySubject = Annotated[str | None, typer.Option("--subject", metavar="ПРЕДМЕТ", help="Только этот предмет выпуска.")]
AnyGrade = Annotated[int | None, typer.Option("--grade", metavar="КЛАСС", help="Только этот класс работы выпуска.")]
MaximumLikelihood = Annotated[
    bool, typer.Option("--ml", help="Полное правдоподобие вместо ограниченного (REML): для сравнения моделей.")
]

_SHOWN_COLUMNS = 12


def mixed_model(
    formula: Formula,
    table: Table = None,
    levels: Levels = None,
    ml: MaximumLikelihood = False,
    year: AnyYear = None,
    procedure: AnyProcedure = None,
    subject: AnySubject = None,
    grade: AnyGrade = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Подобрать смешанную модель: что связано с результатом и сколько различий лежит между школами.

    Таблица --out: группировка (group), группа (level), слагаемое (term), оценка (estimate), условное отклонение (sd) и
    отклонение прогноза (prediction_sd). Строки с пропусками в нужных столбцах не участвуют и сосчитаны. Без --table
    берутся результаты выпуска с реестром школ: school, municipality, primary_score, mark, journal_mark, rural, kind …
    """
    screen, orders = Screen(json), _orders(levels or ())
    if table is not None:
        with opened_table(table) as opened:
            model = fitted(opened.rows, formula, levels=orders, own_levels=opened.levels, is_reml=not ml)
    else:
        rows = release_rows(counting_store(data).current(), Part(year, procedure, subject, grade))
        model = fitted(rows, formula, levels=orders, is_reml=not ml)
    _show(screen, model)
    if out is not None:
        screen.say(f"Оценки групп: {written_table(out, model.effects)}")
    screen.say("", *card("mixed-model").lines)
    screen.write_json(model_as_json(model))
    return 0


def _orders(written: Sequence[str]) -> dict[str, list[str]]:
    """Return the orders of `sex=M,F`; a value with a comma stands in quotes, «;» divides columns."""
    found = {}
    for one in (part for text in written for part in text.split(";")):
        name, sign, values = one.partition("=")
        if not sign or not values.strip():
            raise UsageError(f"--levels: найдено «{one}», ожидается вид «sex=M,F».")
        found[name.strip()] = [value.strip() for value in next(csv.reader([values], skipinitialspace=True))]
    return found


def model_as_json(model: MixedModel) -> dict[str, Any]:
    """Return the summary of a model under the keys the interface promises."""
    return {
        "n": model.n,
        "dropped": model.dropped,
        "formula": model.formula,
        "method": model.method,
        "fixed": {name: {"estimate": one.estimate, "se": one.se} for name, one in model.fixed.items()},
        "dropped_columns": model.dropped_columns,
        "sigma": model.sigma,
        "groups": _groups_as_json(model.groups),
        "theta": [number for one in model.groups for number in one.theta],
        "criterion": model.criterion,
        "converged": model.converged,
        "singular": model.is_singular,
        "levels": model.levels,
        "notes": notes(model),
    }


def _groups_as_json(groups: Sequence[Spread]) -> dict[str, Any]:
    """Return the random part by grouping; uncorrelated terms of one grouping, `(x||g)`, stand together."""
    found: dict[str, Any] = {}
    for one in groups:
        if one.group in found:
            found[one.group]["sd"] |= one.sd
            found[one.group]["theta"] += one.theta
        else:
            found[one.group] = {
                "sd": dict(one.sd),
                "correlation": one.correlation,
                "levels": one.levels,
                "theta": list(one.theta),
            }
    return found


_FEW_GROUPS = 6


def notes(model: MixedModel) -> list[str]:
    """Return what a reader must know before the numbers are used."""
    said = []
    if model.dropped:
        said.append(f"С пропусками и потому не в счёт: {counted(model.dropped, 'строка', 'строки', 'строк')}.")
    if model.dropped_columns:
        said.append(f"Столбцы складываются из других и исключены: {listed(model.dropped_columns, _SHOWN_COLUMNS)}.")
    if model.is_singular:
        said.append(
            "Модель вырождена: один из разбросов равен нулю или корреляция равна ±1. Упростите случайную часть."
        )
    if not model.converged:
        said.append("Наилучшая точка не достигнута: оценкам доверять нельзя. Упростите модель.")
    said += [
        f"В группировке «{one.group}» всего {counted(one.levels, 'группа', 'группы', 'групп')}: разброс между ними "
        "оценён ненадёжно."
        for one in model.groups
        if one.levels < _FEW_GROUPS
    ]
    return said


def _show(screen: Screen, model: MixedModel) -> None:
    screen.say(f"{model.formula} · {model.method} · {counted(model.n, 'строка', 'строки', 'строк')}")
    shown = ScreenTable("Слагаемое", "Оценка", "Ст. ошибка", "t", box=None, pad_edge=False)
    for name, one in model.fixed.items():
        ratio = f"{one.estimate / one.se:.2f}" if one.se else "–"
        shown.add_row(name, f"{one.estimate:.5g}", f"{one.se:.4g}", ratio)
    screen.console.print(shown)
    screen.say("Разброс (стандартные отклонения):")
    for spread in model.groups:
        words = ", ".join(f"{name} {value:.5g}" for name, value in spread.sd.items())
        both = f", корреляция {spread.correlation:.3f}" if isinstance(spread.correlation, float) else ""
        screen.say(f"  {spread.group} ({spread.levels}): {words}{both}")
    screen.say(f"  остаток: {model.sigma:.5g}", f"Критерий: {model.criterion:.4f}", *notes(model))
