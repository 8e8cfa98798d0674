"""Growth of one school in words that a head may show to parents: what is added, how sure, for whom."""

from math import cos, hypot, radians, sin

from opora.reports.wording import DASH
from opora.tables.school_growth import GrowthAnswer, SchoolGrowth

_FIFTHS = ("пятая часть слабейших", "слабее средних", "средние", "сильнее средних", "пятая часть сильнейших")
_UNITS = {"point": "балла", "spread": "разброса результатов"}
_SHAPES = {
    "even": "ровно для всех",
    "lifts-the-weak": "больше прибавляют слабые",
    "lifts-the-strong": "больше прибавляют сильные",
    "lifts-the-middle": "больше прибавляют средние",
    "lifts-the-ends": "больше прибавляют слабые и сильные",
    "cannot-tell": "нельзя сказать",
}
_CONCLUSIONS = {
    "above": "Случайностью это не объяснить: школа прибавляет больше, чем ожидалось.",
    "below": "Случайностью это не объяснить: школа прибавляет меньше, чем ожидалось. Причину числа не называют.",
    "as-expected": "Такое отличие может быть случайным: вывода из него не делают.",
}


def signed(value: float | None) -> str:
    """Return a number that says on which side of nothing it stands: «+0,35», «−0,20»."""
    return DASH if value is None else f"{value:+.2f}".replace(".", ",").replace("-", "−")


def interval_words(one: SchoolGrowth) -> str:
    """Return the interval of growth: «от −0,10 до +0,80»."""
    return DASH if one.low is None else f"от {signed(one.low)} до {signed(one.high)}"


def shape_words(one: SchoolGrowth) -> str:
    """Return for whom a school does more."""
    return _SHAPES[one.shape]


def place_words(one: SchoolGrowth) -> str:
    """Return where a school stands by level and growth, each side only where the ellipse does not cover the axis."""
    if one.verdict == "cannot-tell" or one.ellipse is None or one.level is None or one.growth is None:
        return "нельзя сказать"
    across, up = reaches(one.ellipse)
    level = _side(one.level, across, ("результаты ниже среднего", "результаты выше среднего"))
    growth = _side(one.growth, up, ("прирост меньше ожидаемого", "прирост больше ожидаемого"))
    told = [words for words in (level, growth) if words]
    return ", ".join(told) or "о сторонах судить нельзя"


def reaches(ellipse: tuple[float, float, float]) -> tuple[float, float]:
    """Return how far an ellipse reaches along the axis of level and along the axis of growth."""
    major, minor, angle = ellipse
    turn = radians(angle)
    return hypot(major * cos(turn), minor * sin(turn)), hypot(major * sin(turn), minor * cos(turn))


def _side(value: float, reach: float, sides: tuple[str, str]) -> str:
    return "" if abs(value) <= reach else sides[value > 0]


def school_sentences(one: SchoolGrowth, answer: GrowthAnswer) -> list[str]:
    """Return what growth says of one school, a sentence each; nothing that chance would not let us say."""
    if one.verdict == "cannot-tell" or one.growth is None:
        return [
            (
                f"Учеников с результатом и прежним результатом – {one.pupils}: этого мало, о приросте сказать нельзя. "
                "Это не говорит ни за, ни против школы; попробуйте несколько лет вместе."
            )
        ]
    way = "больше" if one.growth >= 0 else "меньше"
    size = f"{abs(one.growth):.2f}".replace(".", ",")
    told = [
        (
            f"Результат учеников школы на {size} {_UNITS[answer.unit]} {way}, чем у учеников с такими же прежними "
            f"результатами в других школах; интервал 95 % – {interval_words(one)}."
        ),
        _CONCLUSIONS[one.verdict],
        f"Уровень и прирост вместе: {place_words(one)}.",
    ]
    if one.shape != "cannot-tell":
        told.append(f"Кому прибавляет: {shape_words(one)}.")
    elif answer.prior_of == "cohort":
        told.append("Кому школа прибавляет больше, по результатам поколения сказать нельзя: нужны коды учеников.")
    return told


def fifths_words(one: SchoolGrowth) -> list[tuple[str, int | None, float | None]]:
    """Return growth by fifths of earlier results; of fewer than 10 pupils no number stands."""
    return [
        (name, pupils if pupils is not None and pupils >= 10 else None, growth if (pupils or 0) >= 10 else None)  # noqa: PLR2004 - the least group
        for name, pupils, growth in zip(_FIFTHS, one.pupils_of_fifths, one.fifths, strict=True)
    ]
