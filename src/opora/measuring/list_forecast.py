"""Who will be on the list next year, in words a head of an authority can check."""

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.analysis.list_forecast import (
    LEAST_SCHOOLS,
    LEAST_YEARS,
    Backtest,
    Bin,
    NextList,
    YearsCounted,
    backtest,
    is_judged,
    is_listed,
    next_list,
    place_in,
    tells_enough,
)
from opora.findings.sentences import likelihood
from opora.measuring.told import number
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted, percent

#: From which probability on a side is named; between the two the matter is open.
LIKELY, UNLIKELY = 0.8, 0.2

#: Fewer past forecasts of about one probability than this show nothing about it.
_FEWEST_IN_BIN = 10

_SCHOOLS = ("школа", "школы", "школ")


class SchoolForecast(BaseModel):
    """The forecast of one school; null where it cannot be told.

    Attributes:
        is_listed: on the list in the last year; null – could not be judged.
        probability: of being on it next year, if the school can be judged then.
        low: 5 % of models learnt from schools drawn again say less.
        high: 5 % say more.
        verdict: enters, stays-off, stays, leaves, open, cannot-tell.
        sentence: the same in words, with what such forecasts were worth before.
    """

    model_config = ConfigDict(frozen=True)

    school: str
    is_listed: bool | None
    probability: float | None
    low: float | None
    high: float | None
    verdict: str
    sentence: str


class ForecastBin(BaseModel):
    """Past forecasts of about one probability beside what came."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float
    forecasts: int
    expected: float | None
    listed: int
    share: float | None
    interval: tuple[float, float] | None


class Calibration(BaseModel):
    """What forecasts of past years, each made from the years before it, were worth.

    Attributes:
        years: years forecast.
        forecasts: how many, one a school and year.
        schools: how many different ones.
        brier: mean squared distance from what came; 0 – perfect.
        naive_brier: the same of «as last year».
        gain: interval of the difference, 95 %, over schools; above 0 – the forecast is worth more.
        verdict: better, worse or cannot-tell, against «as last year».
        bins: reliability.
        sentences: the same in words.
    """

    model_config = ConfigDict(frozen=True)

    years: list[int]
    forecasts: int
    schools: int
    brier: float
    naive_brier: float
    gain: tuple[float, float] | None
    verdict: str
    bins: list[ForecastBin]
    sentences: list[str]


class ListForecast(BaseModel):
    """The answer of `opora analyse forecast`."""

    model_config = ConfigDict(frozen=True)

    rules: str
    rules_title: str
    year: int
    years: list[int]
    can_tell: bool
    schools: list[SchoolForecast]
    expected_entering: float | None
    expected_leaving: float | None
    calibration: Calibration | None
    notes: list[str]


def list_forecast(years: YearsCounted, rules: RuleSet, chance: np.random.Generator) -> ListForecast:
    """Forecast the list of the year after the last one.

    Args:
        years: what is counted; procedures are those of the rule.
        rules: the rule set; its thresholds decide.
        chance: a seeded generator: the same seed gives the same answer.
    """
    can_tell = tells_enough(years)
    empty = np.full(len(years.schools), np.nan)
    found = next_list(years, rules, chance) if can_tell else NextList(empty, empty, empty)
    past = backtest(years, rules, chance) if can_tell else None
    calibration = _calibration(past) if past is not None else None
    listed, judged = is_listed(years, rules)[-1], is_judged(years, rules)[-1]
    now = [bool(one) if known else None for one, known in zip(listed, judged, strict=True)]
    bins = past.bins() if past is not None else []
    told = _Told(years.years[-1] + 1, found, bins)
    schools = [told.school(place, school, now[place]) for place, school in enumerate(years.schools)]
    return ListForecast(
        rules=rules.name,
        rules_title=rules.title,
        year=years.years[-1] + 1,
        years=list(years.years),
        can_tell=can_tell,
        schools=schools,
        expected_entering=_expected(found.probability, ~listed & judged) if can_tell else None,
        expected_leaving=_expected(1 - found.probability, listed) if can_tell else None,
        calibration=calibration,
        notes=_notes(years, can_tell=can_tell, is_checked=calibration is not None),
    )


def forecast_table(answer: ListForecast) -> pa.Table:
    """Return the schools as a table."""
    kinds = {"is_listed": pa.bool_(), "probability": pa.float64(), "low": pa.float64(), "high": pa.float64()}
    fields = [(name, kinds.get(name, pa.string())) for name in SchoolForecast.model_fields]
    return pa.Table.from_pylist([one.model_dump() for one in answer.schools], schema=pa.schema(fields))


class _Told:
    """Puts the forecast of a school into words."""

    def __init__(self, year: int, found: NextList, bins: list[Bin]) -> None:
        self._year = year
        self._found = found
        self._bins = bins

    def school(self, place: int, school: str, listed: bool | None) -> SchoolForecast:
        probability, low, high = (
            number(values[place]) for values in (self._found.probability, self._found.low, self._found.high)
        )
        verdict = _verdict(probability, listed=listed)
        return SchoolForecast(
            school=school,
            is_listed=listed,
            probability=probability,
            low=low,
            high=high,
            verdict=verdict,
            sentence=self._sentence(probability, (low, high), listed=listed),
        )

    def _sentence(
        self, probability: float | None, ends: tuple[float | None, float | None], *, listed: bool | None
    ) -> str:
        if probability is None or ends[0] is None or ends[1] is None:
            return "Судить нельзя: результатов этой школы за последние годы мало."
        now = {True: "Сейчас в списке", False: "Сейчас не в списке", None: "В последнем году о школе судить нельзя"}
        what = "остаться в нём" if listed else "оказаться в нём" if listed is False else "оказаться в списке"
        said = (
            f"{now[listed]}; вероятность {what} в {self._year} году – {likelihood(probability)} "
            f"(при других выборках школ – от {percent(ends[0])} до {percent(ends[1])})."
        )
        return f"{said} {self._experience(probability)}"

    def _experience(self, probability: float) -> str:
        if not self._bins:
            return "На прошлых годах это ещё не проверить."
        one = self._bins[int(place_in(np.array([probability]))[0])]
        about = f"о которых прежде говорилось «{_ends(one)}»"
        if one.forecasts < _FEWEST_IN_BIN:
            return f"Школ, {about}, было только {one.forecasts}: проверить на них нельзя."
        low, high = one.interval
        return (
            f"Из {counted(one.forecasts, 'школы', 'школ', 'школ')}, {about}, в списке оказались {one.listed}: "
            f"{percent(one.listed / one.forecasts)}, интервал {percent(low)} – {percent(high)}."
        )


def _verdict(probability: float | None, *, listed: bool | None) -> str:
    if probability is None or listed is None:
        return "cannot-tell"
    if probability >= LIKELY:
        return "stays" if listed else "enters"
    if probability <= UNLIKELY:
        return "leaves" if listed else "stays-off"
    return "open"


def _ends(one: Bin) -> str:
    return f"{100 * one.low:.0f}–{percent(one.high)}"


def _expected(probability: np.ndarray, among: np.ndarray) -> float:
    return float(np.nansum(np.where(among, probability, 0.0)))


def _calibration(past: Backtest) -> Calibration:
    ends = (number(past.gain()[0]), number(past.gain()[1]))
    gain = (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
    verdict = "cannot-tell"
    if gain is not None and (gain[0] > 0 or gain[1] < 0):
        verdict = "better" if gain[0] > 0 else "worse"
    return Calibration(
        years=list(past.years),
        forecasts=int(past.probability.size),
        schools=int(np.unique(past.school).size),
        brier=past.brier,
        naive_brier=past.naive_brier,
        gain=gain,
        verdict=verdict,
        bins=[_bin(one) for one in past.bins()],
        sentences=_worth(past, verdict),
    )


def _bin(one: Bin) -> ForecastBin:
    return ForecastBin(
        low=one.low,
        high=one.high,
        forecasts=one.forecasts,
        expected=number(one.expected),
        listed=one.listed,
        share=one.listed / one.forecasts if one.forecasts else None,
        interval=one.interval if one.forecasts else None,
    )


_WORTH = {
    "better": "прогноз точнее, чем «как в прошлом году», и это больше случайного",
    "worse": "прогноз хуже, чем «как в прошлом году»: полагаться на него нельзя",
    "cannot-tell": "точнее ли прогноз, чем «как в прошлом году», по стольким школам сказать нельзя",
}


def _worth(past: Backtest, verdict: str) -> list[str]:
    far = [one for one in past.bins() if one.forecasts >= _FEWEST_IN_BIN and not _agrees(one)]
    lines = [
        (
            f"Проверка на прошлом: {counted(past.probability.size, 'прогноз', 'прогноза', 'прогнозов')} на "
            f"{', '.join(map(str, past.years))} – каждый по годам до него. Средний квадрат промаха "
            f"{_three(past.brier)}, у правила «как в прошлом году» – {_three(past.naive_brier)}: {_WORTH[verdict]}."
        ),
        "Так ошибается предсказатель: 0 – всегда прав, 0,25 – всегда говорит «пятьдесят на пятьдесят».",
    ]
    lines += [
        f"Где говорилось «{_ends(one)}», сбылось {percent(one.listed / one.forecasts)} "
        f"(интервал {percent(one.interval[0])} – {percent(one.interval[1])}): здесь прогноз смещён."
        for one in far
    ]
    return lines


def _agrees(one: Bin) -> bool:
    return one.interval[0] <= one.expected <= one.interval[1]


def _three(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _notes(years: YearsCounted, *, can_tell: bool, is_checked: bool) -> list[str]:
    if not can_tell:
        lasting = int(((years.pupils > 0).any(axis=2).sum(axis=0) >= LEAST_YEARS).sum())
        return [
            (
                f"Прогноза нет: школ с результатами хотя бы за {LEAST_YEARS} года – {lasting}, а чтобы видеть, как "
                f"школы меняются, нужно не меньше {LEAST_SCHOOLS}."
            )
        ]
    if not is_checked:
        return ["Проверить прогноз на прошлом нельзя: для этого нужно хотя бы три года результатов."]
    return []
