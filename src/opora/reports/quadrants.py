"""Which quadrants there are: result × movement, result × conditions, level × growth; each says what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import TOGETHER, named, origin
from opora.reports.points import RuleProcedure, cloud, different_pupils, results_of_year, wilson
from opora.reports.quadrant import Measure, Quadrant, Spot, Zone
from opora.reports.wording import interval_text, share_text
from opora.vocabulary.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opora.reports.points import Cloud
    from opora.tables.identification import Identification, ProcedureResult

_MOVEMENT: dict[Zone, str] = {
    "worse-worse": "доля выше средней и выросла",
    "worse-better": "доля выше средней, но снизилась",
    "better-worse": "доля ниже средней, но выросла",
    "better-better": "доля ниже средней и снизилась",
    "one": "от случая отличимо только одно из двух",
    "chance": "всё объяснимо случаем",
}
_CONTEXT: dict[Zone, str] = {
    "worse-worse": "условия труднее, доля выше средней",
    "worse-better": "условия труднее, а доля ниже средней",
    "better-worse": "условия благополучнее, а доля выше средней",
    "better-better": "условия благополучнее, доля ниже средней",
    "one": "условия на границе",
    "chance": "от среднего не отличить",
}
_GROWTH: dict[Zone, str] = {
    "worse-worse": "уровень и прирост ниже ожидаемого",
    "worse-better": "уровень ниже, прирост выше ожидаемого",
    "better-worse": "уровень выше, прирост ниже ожидаемого",
    "better-better": "уровень и прирост выше ожидаемого",
    "one": "от случая отличимо только одно из двух",
    "chance": "всё объяснимо случаем",
}


def _zone(worse_x: int, worse_y: int) -> Zone:
    """Return the zone of two signs: +1 worse beyond chance, −1 better beyond chance, 0 chance explains it."""
    if not worse_x or not worse_y:
        return "one" if worse_x or worse_y else "chance"
    sides: dict[tuple[bool, bool], Zone] = {
        (True, True): "worse-worse",
        (True, False): "worse-better",
        (False, True): "better-worse",
        (False, False): "better-better",
    }
    return sides[worse_x > 0, worse_y > 0]


def _side(interval: tuple[float, float], middle: float) -> int:
    """Return +1 where the whole interval lies above the middle, −1 where it lies below, 0 where it holds it."""
    return (interval[0] > middle) - (interval[1] < middle)


def _subject(procedure: RuleProcedure | None) -> str:
    return TOGETHER if procedure is None else f"{named(procedure)}."


# --- result × movement ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Change:
    """How a share changed since the year before: in shares of 1, with Newcombe's 95 % interval."""

    change: float
    interval: tuple[float, float]


def change_between(before: tuple[float, int], now: tuple[float, int]) -> tuple[float, tuple[float, float]]:
    """Return the change of a share between two groups of pupils, with Newcombe's hybrid score interval.

    Args:
        before: share 0–1 and pupils of the earlier year.
        now: the same of the later one.

    Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
    """
    (low_then, high_then), (low_now, high_now) = wilson(*before), wilson(*now)
    change = now[0] - before[0]
    down = sqrt((now[0] - low_now) ** 2 + (high_then - before[0]) ** 2)
    up = sqrt((high_now - now[0]) ** 2 + (before[0] - low_then) ** 2)
    return change, (max(-1.0, change - down), min(1.0, change + up))


def movement_quadrant(identification: Identification, procedure: RuleProcedure | None = None) -> Quadrant:
    """Return the share below the threshold against how it changed since the last year with a result.

    Several procedures are counted together over those that have an earlier year; pupils who wrote several papers count
    once, so that the intervals are too wide rather than too narrow.
    """
    seen = cloud(identification, procedure)
    results = {one.school: results_of_year(one, identification.year, procedure) for one in identification.schools}
    spots = []
    for point in seen.points:
        change = _change_of(results[point.school])
        if change is None:
            continue
        zone = _zone(_side(point.interval, seen.mean), _side(change.interval, 0.0))
        words = (
            f"{seen.share_words}: {share_text(point.share)} ({interval_text(point.interval)}), "
            f"изменение {_points(change.change)} ({_points_of(change.interval)})"
        )
        cells = (
            share_text(point.share), interval_text(point.interval), _points(change.change), _points_of(change.interval),
        )  # fmt: skip
        reach = (point.interval, change.interval)
        spots.append(Spot(point.school, point.name, point.share, change.change, zone, words, cells, reach))
    return Quadrant(
        spots=tuple(spots),
        x=Measure(f"{seen.share_words}, {identification.year} год", seen.mean),
        y=Measure("Изменение с прошлого результата (вверх – доля выросла, то есть хуже)", 0.0),
        zones=_MOVEMENT,
        subject=f"{_subject(procedure)} Линии – средняя доля и «не изменилась». Цвет – только где случай отличие не "
        "объясняет (интервалы 95 %).",
        origin=origin(identification),
        headings=("Школа", "Доля", "Интервал 95 %", "Изменение, п. п.", "Интервал 95 %, п. п.", "Что можно сказать"),
        missing=_missing(seen, len(spots), "прошлогоднего результата нет у"),
    )


def _change_of(results: Iterable[ProcedureResult]) -> _Change | None:
    """Return the change over the procedures that have an earlier year; None where none has."""
    pairs = [(one, one.earlier[-1]) for one in results if one.earlier]
    if not pairs:
        return None
    now_pupils = different_pupils([one for one, _ in pairs])
    then_pupils = different_pupils(
        [one.model_copy(update={"pupils": then.pupils, "below": then.below}) for one, then in pairs]
    )
    now = sum(one.below or 0 for one, _ in pairs) / sum(one.pupils or 0 for one, _ in pairs)
    then = sum(one.below for _, one in pairs) / sum(one.pupils for _, one in pairs)
    return _Change(*change_between((then, then_pupils), (now, now_pupils)))


def _points(change: float) -> str:
    """Return a change of a share in percentage points with its sign."""
    return f"{100 * change:+.1f}".replace("-", "−").replace(".", ",")


def _points_of(interval: tuple[float, float]) -> str:
    return f"от {_points(interval[0])} до {_points(interval[1])}"


def _missing(seen: Cloud, shown: int, words: str) -> tuple[str, ...]:
    lacking = len(seen.points) - shown
    said = [f"Не показаны: {words} {counted(lacking, 'школы', 'школ', 'школ')}."] if lacking else []
    if seen.without_results:
        said.append(f"Без результатов этого года – {counted(seen.without_results, 'школа', 'школы', 'школ')}.")
    return tuple(said)


# --- result × conditions ----------------------------------------------------------------------------------------


def context_quadrant(
    identification: Identification,
    index: Mapping[str, float],
    border: tuple[float, float],
    procedure: RuleProcedure | None = None,
) -> Quadrant:
    """Return the share below the threshold against the index of the conditions in which a school works.

    Args:
        identification: the list and all its schools.
        index: well-being by school, mean 50, spread 10.
        border: below the first the conditions are hard, from the second on easy; between them nothing is said.
        procedure: one procedure of the rule; None – all together.
    """
    seen = cloud(identification, procedure)
    spots = []
    for point in seen.points:
        if point.school not in index:
            continue
        conditions, side = index[point.school], _side(point.interval, seen.mean)
        hard = (conditions < border[0]) - (conditions >= border[1])
        zone = _zone(hard, side) if side else "chance"
        said = f"{conditions:.1f}".replace(".", ",")
        words = (
            f"индекс условий {said}; {seen.share_words}: {share_text(point.share)} ({interval_text(point.interval)})"
        )
        cells = (said, share_text(point.share), interval_text(point.interval))
        reach = (None, point.interval)
        spots.append(Spot(point.school, point.name, conditions, point.share, zone, words, cells, reach))
    low, high = (f"{edge:.0f}" for edge in border)
    return Quadrant(
        spots=tuple(spots),
        x=Measure("Индекс условий (правее – благополучнее; среднее 50)", 50.0, is_share=False),
        y=Measure(f"{seen.share_words}, {identification.year} год", seen.mean),
        zones=_CONTEXT,
        subject=f"{_subject(procedure)} Индекс – из социальных паспортов; от {low} до {high} – граница, там решает "
        "человек. Цвет – только где весь интервал доли выше или ниже средней.",
        origin=origin(identification),
        unclear="от среднего не отличить или условия на границе",
        headings=("Школа", "Индекс условий", "Доля", "Интервал 95 %", "Что можно сказать"),
        missing=_missing(seen, len(spots), "социального паспорта нет у"),
    )


# --- level × growth ---------------------------------------------------------------------------------------------


def growth_quadrant(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], said: str, source: str) -> Quadrant:
    """Return the level of results against growth beyond what earlier results let expect.

    Args:
        rows: of `analysis.growth.GROWTH`; schools without numbers are counted as missing.
        names: names of the schools to be shown; the others are left out.
        said: whose earlier result it is.
        source: paper, year and release.
    """
    shown = [row for row in rows if row["school"] in names]
    known = [row for row in shown if row["growth"] is not None and row["verdict"] != "cannot-tell"]
    lacking = len(shown) - len(known)
    return Quadrant(
        spots=tuple(_growth_spot(row, names[row["school"]]) for row in known),
        x=Measure("Уровень: отличие от среднего, баллы", 0.0, is_share=False),
        y=Measure("Прирост: отличие от ожидаемого, баллы", 0.0, is_share=False),
        zones=_GROWTH,
        subject=f"{said} Оценки сжаты к среднему: малая школа не хвалится и не тревожит из-за случая. Овал – область "
        "95 % для обоих чисел.",
        origin=source,
        said=said,
        headings=("Школа", "Учеников", "Уровень", "Прирост", "Интервал 95 %", "Что можно сказать"),
        missing=(f"О приросте {counted(lacking, 'школы', 'школ', 'школ')} нельзя сказать: мало учеников.",)
        if lacking
        else (),
    )


def _growth_spot(row: Mapping[str, Any], name: str) -> Spot:
    level, growth = row["level"], row["growth"]
    reach = 1.959963984540054 * row["level_sd"]
    sides = _side((level - reach, level + reach), 0.0), _side((row["growth_low"], row["growth_high"]), 0.0)
    numbers = [_number(level), _number(growth), f"от {_number(row['growth_low'])} до {_number(row['growth_high'])}"]
    return Spot(
        row["school"], name, level, growth, _zone(-sides[0], -sides[1]),
        f"учеников {row['pupils']}; уровень {numbers[0]}, прирост {numbers[1]} ({numbers[2]})",
        (str(row["pupils"]), *numbers),
        ellipse=(row["ellipse_major"], row["ellipse_minor"], row["ellipse_angle"]),
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−").replace(".", ",")
