"""`opora analyse target`: is a target of a plan within reach, judged by what like schools reached."""

from dataclasses import asdict, fields, replace
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import typer

from opora.analysis.cards import TARGET
from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import GroupTarget, ShareTarget
from opora.cli.list_forecast import Below, ProcedureColumn, Pupils, School, YearColumn, years_counted
from opora.cli.options import DEFAULT_DATA, DEFAULT_RULES, AnyYear, Data, Json, Out, Rules, Table
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.counted_years import CountColumns
from opora.measuring.target_realism import GroupRealism, Prospect, ShareRealism, group_realism, share_realism
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.refusal import AnalysisRefusedError, perhaps
from opora.vocabulary.rules import rule_set

Start = Annotated[float | None, typer.Option("--start", metavar="%", help="Доля ниже порога сейчас, проценты.")]
Goal = Annotated[float | None, typer.Option("--goal", metavar="%", help="Доля, к которой хотят прийти, проценты.")]
InYears = Annotated[int, typer.Option("--in-years", metavar="ЛЕТ", help="За сколько лет.", min=1)]
Size = Annotated[
    int | None, typer.Option("--size", metavar="ЧИСЛО", help="Участников в школе в год: сравнивают с похожими.", min=1)
]
Only = Annotated[
    str | None, typer.Option("--only", metavar="ТЕКСТ", help="Брать процедуры, в названии которых есть этот текст.")
]
Group = Annotated[
    int | None, typer.Option("--group", metavar="ЧИСЛО", help="Цель группы: сколько школ сейчас в списке.", min=1)
]
Shares = Annotated[
    str | None,
    typer.Option(
        "--shares",
        metavar="%,%,…",
        help="Цель группы: какая доля этих школ вне списка через год, через два и так далее.",
    ),
]


def target(
    start: Start = None,
    goal: Goal = None,
    in_years: InYears = 1,
    size: Size = None,
    only: Only = None,
    group: Group = None,
    shares: Shares = None,
    table: Table = None,
    school: School = "school",
    year_column: YearColumn = "year",
    procedure: ProcedureColumn = "procedure",
    pupils: Pupils = "pupils",
    below: Below = "below",
    rules: Rules = DEFAULT_RULES,
    year: AnyYear = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Проверить, достижима ли цель: доля школы (--start, --goal, --size) или доля школ вне списка (--group, --shares).

    Вывод: realistic – достижимая, bold – смелая, unlikely – маловероятная, cannot-tell – судить нельзя. Столбцы --out:
    years, verdict, probability, expected, low, high, cases, schools, reached, share, by_chance, sentences; у группы ещё
    wanted. В своей таблице строка – школа, год и процедура.
    """
    screen = Screen(json)
    asked = _asked((start, goal, size, in_years), (group, shares))
    chosen = rule_set(rules, authority_in_force())
    columns = CountColumns(school, year_column, procedure or None, pupils, below)
    years = years_counted(table, columns, chosen, year, data)
    answer: ShareRealism | GroupRealism
    if isinstance(asked, ShareTarget):
        answer = share_realism(_only(years, only), asked)
        screen.say(*answer.sentences)
    else:
        answer = group_realism(years, chosen, asked)
        for one in answer.years:
            screen.say(*one.sentences, "")
    if out is not None:
        screen.say(f"Таблица: {written_table(out, _as_table(answer, in_years))}")
    screen.say("", *TARGET.lines)
    screen.write_json(asdict(answer))
    return 0


def _asked(
    of_school: tuple[float | None, float | None, int | None, int], of_group: tuple[int | None, str | None]
) -> ShareTarget | GroupTarget:
    start, goal, size, years = of_school
    group, shares = of_group
    if group is not None and shares is not None and start is None and goal is None:
        return GroupTarget(group, tuple(_share(one) for one in shares.replace(";", ",").split(",")))
    if start is None or goal is None or size is None or group is not None or shares is not None:
        raise UsageError("Какая цель? Назовите --start, --goal и --size – доля школы – или --group и --shares.")
    return ShareTarget(start / 100, goal / 100, years, size)


def _share(text: str) -> float:
    try:
        return float(text) / 100
    except ValueError as cause:
        raise UsageError(
            f"--shares: найдено «{text}», ожидаются проценты через запятую: 33.3,55.5,77.7,100."
        ) from cause


def _only(years: YearsCounted, text: str | None) -> YearsCounted:
    if text is None:
        return years
    kept = [place for place, name in enumerate(years.procedures) if text.casefold() in name.casefold()]
    if not kept:
        raise AnalysisRefusedError(f"Процедур с «{text}» в названии нет.{perhaps(text, years.procedures)}")
    names, chosen = tuple(years.procedures[place] for place in kept), np.array(kept)
    return replace(years, procedures=names, pupils=years.pupils[:, :, chosen], below=years.below[:, :, chosen])


_KINDS = {
    "verdict": pa.string(), "sentences": pa.string(), "years": pa.int64(), "wanted": pa.int64(), "cases": pa.int64(),
    "schools": pa.int64(), "reached": pa.int64(),
}  # fmt: skip


def _as_table(answer: ShareRealism | GroupRealism, in_years: int) -> pa.Table:
    """Return the answer as rows, one a year of the target."""
    rows = [asdict(one) for one in answer.years] if isinstance(answer, GroupRealism) else [asdict(answer)]
    table = [_row({"years": in_years} | row) for row in rows]
    return pa.Table.from_pylist(table, schema=pa.schema([(name, _KINDS.get(name, pa.float64())) for name in table[0]]))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("years", "verdict", "wanted") if name in row}
    told |= row["prospect"] or dict.fromkeys(field.name for field in fields(Prospect))
    told |= row["experience"]
    return told | {"sentences": " ".join(row["sentences"])}
