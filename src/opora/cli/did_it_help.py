"""`opora analyse did-it-help`: what support changed beyond what would have changed anyway."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from opora.analysis.cards import card
from opora.cli.engine import counting_store
from opora.cli.opened_table import OpenedTable, opened_table
from opora.cli.options import DEFAULT_DATA, Data, Json, Out, Table
from opora.cli.own_files import own_file
from opora.cli.russian import UsageError
from opora.cli.screen import Screen, write_file
from opora.cli.written_table import written_table
from opora.measuring.listing import choices_of_lists
from opora.measuring.results_over_years import (
    PapersAsked,
    ResultColumns,
    column_of_rows,
    last_before,
    results_of_release,
    results_of_table,
    rows_of,
)
from opora.measuring.support_effect import (
    Choices,
    EffectOfSupport,
    Listing,
    SchoolResults,
    effect_of_support,
    effect_table,
)
from opora.measuring.supported_schools import SupportedTable, support_of_columns, supported_of_table
from opora.pipeline import find
from opora.reports.effect_document import effect_document
from opora.store import Release
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.refusal import require_columns
from opora.vocabulary.rules import RuleSet, rule_set
from opora.vocabulary.spelling import counted
from opora.vocabulary.subjects import subject_named

Supported = Annotated[
    Path | None,
    typer.Option(
        "--supported",
        metavar="ТАБЛИЦА",
        help="Кого поддерживали: CSV или Parquet со столбцами school; year; kinds (школа; год; виды). Год – первый, "
        "результаты которого получены под поддержкой. Нужен без --table.",
        dir_okay=False,
        callback=own_file,
    ),
]
School = Annotated[str, typer.Option("--school", metavar="СТОЛБЕЦ", help="Столбец школы: строка – школа и год.")]
YearColumn = Annotated[str, typer.Option("--year-column", metavar="СТОЛБЕЦ", help="Столбец календарного года.")]
Below = Annotated[str | None, typer.Option("--below", metavar="СТОЛБЕЦ", help="Столбец: сколько учеников ниже порога.")]
Pupils = Annotated[str | None, typer.Option("--pupils", metavar="СТОЛБЕЦ", help="Столбец: сколько учеников писало.")]
Result = Annotated[
    str | None,
    typer.Option("--result", metavar="СТОЛБЕЦ", help="Столбец другого показателя вместо доли: балл."),
]
Error = Annotated[
    str | None, typer.Option("--error", metavar="СТОЛБЕЦ", help="Столбец стандартной ошибки этого показателя.")
]
MoreIsBetter = Annotated[
    bool, typer.Option("--more-is-better/--less-is-better", help="Для --result: больше или меньше – лучше.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="СТОЛБЕЦ", help="Столбец: с какого года школу поддерживали; пусто – не поддерживали."
    ),
]
Kinds = Annotated[str | None, typer.Option("--kinds", metavar="СТОЛБЕЦ", help="Столбец видов мер через запятую.")]
Context = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="СТОЛБЕЦ", help="По чему ещё искать похожие школы. Можно повторять."),
]
Running = Annotated[
    str | None,
    typer.Option(
        "--running", metavar="СТОЛБЕЦ", help="Показатель отбора; без него – последний результат до поддержки."
    ),
]
Threshold = Annotated[
    float | None, typer.Option("--threshold", metavar="ЧИСЛО", help="Порог отбора; без него у порога не смотрят.")
]
ListedBelow = Annotated[
    bool, typer.Option("--listed-below", help="Отбирали тех, у кого показатель отбора не выше порога.")
]
ListingYears = Annotated[
    int, typer.Option("--listing-years", metavar="ЧИСЛО", help="По скольким годам отбирали школы.", min=0, max=5)
]
Rules = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="НАБОР",
        help="Набор правил, по которому отбирали школы выпуска: показатель, порог и число лет отбора – из него.",
    ),
]
Procedure = Annotated[str, typer.Option("--procedure", metavar="ПРОЦЕДУРА", help="Процедура в выпуске: vpr, oge, ege.")]
Subject = Annotated[str | None, typer.Option("--subject", metavar="ПРЕДМЕТ", help="Предмет в выпуске; без него – все.")]
Grade = Annotated[int | None, typer.Option("--grade", metavar="КЛАСС", help="Класс работы в выпуске; без него – все.")]
Docx = Annotated[
    Path | None,
    typer.Option("--docx", metavar="ФАЙЛ", help="Записать справку документом Word.", dir_okay=False, callback=own_file),
]


@dataclass(frozen=True)
class _Told:
    """Results and support as they were read, and by what schools were listed where that is known already."""

    results: SchoolResults
    supported: SupportedTable
    running: Mapping[str, float] | None = None
    choices: Choices | None = None


def did_it_help(
    table: Table = None,
    supported: Supported = None,
    school: School = "school",
    year_column: YearColumn = "year",
    below: Below = None,
    pupils: Pupils = None,
    result: Result = None,
    error: Error = None,
    more_is_better: MoreIsBetter = True,
    since: Since = None,
    kinds: Kinds = None,
    context: Context = None,
    running: Running = None,
    threshold: Threshold = None,
    listed_below: ListedBelow = False,
    listing_years: ListingYears = 1,
    rules: Rules = None,
    procedure: Procedure = "vpr",
    subject: Subject = None,
    grade: Grade = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    docx: Docx = None,
    json: Json = None,
) -> int:
    """Посмотреть, помогла ли поддержка: четыре метода, у каждого интервал 95 % или причина, почему нельзя сказать.

    Строка таблицы --table – школа и год. Таблица --out, строка – метод или вид мер: what, name, estimate, low, high, q,
    verdict, reason, supported, unsupported, words. Выводы: helped, no-difference-seen, worse, cannot-tell. Без --table
    берётся доля ниже порога из выпуска, а кого поддерживали – из --supported.
    """
    screen = Screen(json)
    if rules is not None and (table is not None or threshold is not None):
        raise UsageError("--rules берёт порог отбора из правил выпуска: без --table и без --threshold.")
    if table is None:
        asked = PapersAsked(procedure, _subject(subject), grade)
        told = _of_release(counting_store(data).current(), asked, _listed(supported), _rules(rules))
    else:
        columns = ResultColumns(school, year_column, below, pupils, result, error, tuple(context or ()))
        with opened_table(table) as opened:
            told = _of_table(opened, columns, not more_is_better, (supported, since, kinds), running)
    choices = told.choices
    if choices is None:
        listings = _listings(told, threshold, is_listed_above=_above(told, listed_below, running))
        choices = Choices(listings, listing_years)
    answer = effect_of_support(told.results, told.supported.support, choices)
    answer = replace(answer, notes=(*answer.notes, *told.supported.notes))
    _show(screen, answer)
    _write(screen, answer, {"out": out, "docx": docx})
    screen.say("", *card("did-it-help").lines)
    screen.write_json(effect_as_json(answer))
    return 0


def effect_as_json(answer: EffectOfSupport) -> dict[str, Any]:
    """Return the answer as JSON keeps it."""
    return asdict(answer)


def _subject(named: str | None) -> str | None:
    if named is None:
        return None
    known = subject_named(named)
    if known is None:
        raise UsageError(f"Предмет «{named}» не узнан. Назовите код, например mathematics.")
    return known[0]


def _listed(file: Path | None) -> SupportedTable:
    if file is None:
        raise UsageError("Кого поддерживали? Назовите таблицу: --supported ФАЙЛ – или столбец --since с --table.")
    with opened_table(file) as opened:
        return supported_of_table(opened.rows)


def _rules(named: str | None) -> RuleSet | None:
    return None if named is None else rule_set(named, authority_in_force())


def _of_release(release: Release, asked: PapersAsked, who: SupportedTable, rules: RuleSet | None) -> _Told:
    """Return the results of a release; with the rule set schools were listed by, each start has its list before it."""
    results = results_of_release(release, asked)
    if rules is None:
        return _Told(results, who)
    years = {row.year for row in results.rows}
    lists = {
        start: find(release, max(before), rules)
        for start in sorted({one.since for one in who.support.values()})
        if (before := [year for year in years if year < start])
    }
    return _Told(results, who, choices=choices_of_lists(lists))


def _of_table(
    opened: OpenedTable,
    columns: ResultColumns,
    less_is_better: bool,
    told: tuple[Path | None, str | None, str | None],
    running: str | None,
) -> _Told:
    file, since, kinds = told
    results = results_of_table(opened.rows, columns, less_is_better)
    extra = [name for name in (since, kinds, running) if name]
    require_columns(extra, opened.columns)
    rows = rows_of(opened.rows)
    supported = support_of_columns(rows, (columns.school, since, kinds)) if since else _listed(file)
    if running is None or not supported.support:
        return _Told(results, supported)
    return _Told(results, supported, column_of_rows(rows, columns, running, _first_start(supported)))


def _first_start(supported: SupportedTable) -> int:
    return min(one.since for one in supported.support.values())


def _above(told: _Told, listed_below: bool, running: str | None) -> bool:
    """Return whether high values are listed: by default the worse results are."""
    return not listed_below if running or listed_below else told.results.less_is_better


def _listings(told: _Told, threshold: float | None, is_listed_above: bool) -> tuple[Listing, ...]:
    if threshold is None or not told.supported.support:
        return ()
    start = _first_start(told.supported)
    values = told.running if told.running is not None else last_before(told.results, start)
    return (Listing(values, threshold, is_listed_above, start),)


def _show(screen: Screen, answer: EffectOfSupport) -> None:
    schools = counted(answer.schools, "школа", "школы", "школ")
    screen.say(f"{schools} с результатами за {answer.years[0]}–{answer.years[-1]}, с поддержкой {answer.supported}.")
    screen.say(answer.sentences[0])
    for one in answer.methods:
        screen.say("", f"{one.title}. {one.words}", *(f"  {line}" for line in one.details))
        screen.say(*_more_lines(answer).get(one.method, ()))
    if answer.kinds:
        screen.say("", "По видам мер (при прочих равных; поправка на число видов):")
        screen.say(*(f"  {one.kind}, школ {one.supported}. {one.words}" for one in answer.kinds))
    if answer.notes:
        screen.say("", *answer.notes)


def _write(screen: Screen, answer: EffectOfSupport, to: Mapping[str, Path | None]) -> None:
    if to["out"] is not None:
        screen.say(f"Таблица методов: {written_table(to['out'], effect_table(answer))}")
    if to["docx"] is not None:
        note = effect_document(answer, card("did-it-help").lines, authority_in_force())
        write_file(to["docx"], note)
        screen.say(f"Справка, Word: {to['docx']}")


def _more_lines(answer: EffectOfSupport) -> dict[str, list[str]]:
    """Return by method the tables that stand under it."""
    return {
        "alike-schools": _balance_lines(answer),
        "difference-in-differences": [f"  {trend.words}" for trend in answer.trends],
    }


def _balance_lines(answer: EffectOfSupport) -> list[str]:
    lines = [
        f"  {one.title}: отличие {_shown(one.distance_before)} отклонения, после подбора {_shown(one.distance_after)}"
        for one in answer.balance
    ]
    return [*lines, f"  Никто не похож на: {', '.join(answer.unmatched)}"] if answer.unmatched else lines


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",").replace("-", "−")
