"""Did it help: the effect of support by every method, with sentences ready for a page and a Word section."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from opora.analysis.support_effect import (
    Answer,
    Balance,
    Choices,
    Effect,
    KindAnswer,
    Listing,
    Panel,
    Support,
    Trend,
    share_noise,
    support_effect,
)
from opora.analysis.support_effect.words import (
    METHODS,
    VERDICTS,
    Unit,
    details,
    sentence,
    trend_sentence,
    whole_sentences,
)
from opora.measuring.told import number
from opora.tables.effect_of_support import BalanceRow, EffectOfSupport, KindRow, MethodRow, TrendRow
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import listed

#: What a matched column is called; a column of the context keeps its own name.
_COMPARED = {"before": "Результат до", "earlier": "Результат раньше", "pupils": "Размер (логарифм писавших)"}

_TABLE = pa.schema(
    [
        ("what", pa.string()),
        ("name", pa.string()),
        ("estimate", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("q", pa.float64()),
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("supported", pa.int64()),
        ("unsupported", pa.int64()),
        ("words", pa.string()),
    ]
)


@dataclass(frozen=True)
class SchoolYear:
    """The result of one school in one year.

    Attributes:
        school: code.
        year: calendar year of the results (school year 2022/23 → 2023).
        result: share below the threshold, 0–1, or a mean.
        noise: sampling variance of the result; None – not known, of a share it follows from the pupils.
        pupils: who wrote; None – not known.
    """

    school: str
    year: int
    result: float
    noise: float | None = None
    pupils: float | None = None


@dataclass(frozen=True)
class SchoolResults:
    """Results of schools over years, and what else is known of the schools.

    Attributes:
        rows: one a school and year.
        is_share: whether the results are shares 0–1.
        less_is_better: True of a share below the threshold.
        context: column → school → value: what schools are compared on besides their results.
        notes: what a reader must know of where the results come from.
    """

    rows: tuple[SchoolYear, ...]
    is_share: bool = True
    less_is_better: bool = True
    context: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def effect_of_support(
    results: SchoolResults, supported: Mapping[str, Support], choices: Choices | None = None
) -> EffectOfSupport:
    """Return what each method says of the support of schools.

    Args:
        results: of supported schools and of others, over years before and after.
        supported: code of a school → since when and by what kinds of measures; others were never supported.
        choices: by what schools were listed, how many years the listing looked at.

    Raises:
        AnalysisRefusedError: a school stands twice in a year, or no supported school has results.
    """
    panel, notes = panel_of(results, supported)
    found = support_effect(panel, choices)
    unit = Unit(results.is_share, results.less_is_better)
    return EffectOfSupport(
        verdict=found.verdict,
        verdict_words=VERDICTS[found.verdict],
        reason=found.reason,
        sentences=whole_sentences(found.verdict, found.reason, found.answers, unit),
        methods=tuple(_method(one, unit) for one in found.answers),
        kinds=tuple(_kind(one, unit) for one in found.kinds),
        balance=tuple(_balance(one) for one in found.alike.balance),
        unmatched=found.alike.unmatched,
        pairs=found.alike.pairs,
        trends=tuple(_trend(one, unit) for one in found.differences.trends),
        schools=len(panel.schools),
        supported=int(panel.is_supported.sum()),
        years=panel.years,
        is_share=results.is_share,
        less_is_better=results.less_is_better,
        notes=(*results.notes, *notes, *_context_notes(found)),
    )


def effect_table(answer: EffectOfSupport) -> pa.Table:
    """Return methods and kinds of measures as a table: what, name, estimate, low, high, q, verdict, reason, words."""
    rows = [
        {
            "what": what,
            "name": one.method if isinstance(one, MethodRow) else one.kind,
            "q": one.q if isinstance(one, KindRow) else None,
            "unsupported": one.unsupported if isinstance(one, MethodRow) else None,
            **{name: getattr(one, name) for name in ("estimate", "low", "high", "verdict", "reason", "supported")},
            "words": one.words,
        }
        for what, some in (("method", answer.methods), ("kind", answer.kinds))
        for one in some
    ]
    return pa.Table.from_pylist(rows, schema=_TABLE)


def panel_of(results: SchoolResults, supported: Mapping[str, Support]) -> tuple[Panel, tuple[str, ...]]:
    """Return the results as matrices, and what is to be said of supported schools that have none.

    Raises:
        AnalysisRefusedError: a school stands twice in a year, or no supported school has results.
    """
    schools = sorted({row.school for row in results.rows})
    years = sorted({row.year for row in results.rows})
    place, column = {one: here for here, one in enumerate(schools)}, {one: here for here, one in enumerate(years)}
    values, noise, pupils = (np.full((len(schools), len(years)), np.nan) for _ in range(3))
    for row in results.rows:
        where = place[row.school], column[row.year]
        if not np.isnan(values[where]):
            raise AnalysisRefusedError(
                f"Школа «{row.school}» стоит в {row.year} году дважды, ожидается строка на школу и год."
            )
        values[where] = row.result
        noise[where] = np.nan if row.noise is None else row.noise
        pupils[where] = np.nan if row.pupils is None else row.pupils
    if results.is_share:
        noise = np.where(np.isnan(noise), share_noise(values, pupils), noise)
    known, notes = _known(supported, place)
    context = {
        name: np.array([of_school.get(one, np.nan) for one in schools], dtype=np.float64)
        for name, of_school in results.context.items()
    }
    return Panel(
        tuple(schools), tuple(years), values, noise, pupils, known, context, results.less_is_better
    ), notes  # fmt: skip


def _known(supported: Mapping[str, Support], schools: Mapping[str, int]) -> tuple[dict[str, Support], tuple[str, ...]]:
    """Return the supported schools that have results, and a note on those that have none."""
    known = {school: support for school, support in supported.items() if school in schools}
    if not known:
        raise AnalysisRefusedError(
            "Ни у одной поддержанной школы нет результатов. Проверьте коды школ: они должны быть те же, что в "
            f"результатах, например {listed(sorted(schools), 3) or '–'}."
        )
    lost = sorted(set(supported) - set(known))
    return known, (f"Нет результатов у поддержанных школ: {listed(lost, 12)}.",) if lost else ()


def _context_notes(found: Effect) -> tuple[str, ...]:
    return tuple(f"Показатель «{name}» известен у немногих: школы по нему не сравнивались."
                 for name in found.alike.left_out_columns)  # fmt: skip


def _method(answer: Answer, unit: Unit) -> MethodRow:
    return MethodRow(
        method=answer.method,
        title=METHODS[answer.method],
        estimate=number(answer.estimate),
        low=number(answer.low),
        high=number(answer.high),
        verdict=answer.verdict,
        verdict_words=VERDICTS[answer.verdict],
        reason=answer.reason,
        words=sentence(answer, unit),
        details=details(answer, unit),
        supported=answer.supported,
        unsupported=answer.unsupported,
        figures={name: number(value) for name, value in answer.figures.items()},
    )


def _kind(one: KindAnswer, unit: Unit) -> KindRow:
    answer = one.answer
    return KindRow(
        kind=one.kind,
        estimate=number(answer.estimate),
        low=number(answer.low),
        high=number(answer.high),
        q=number(one.q),
        verdict=answer.verdict,
        verdict_words=VERDICTS[answer.verdict],
        reason=answer.reason,
        words=sentence(answer, unit),
        supported=answer.supported,
    )


def _balance(one: Balance) -> BalanceRow:
    return BalanceRow(
        _COMPARED.get(one.name, one.name),
        number(one.supported),
        number(one.unsupported),
        number(one.matched),
        number(one.distance_before),
        number(one.distance_after),
    )


def _trend(one: Trend, unit: Unit) -> TrendRow:
    return TrendRow(one.year, one.estimate, one.low, one.high, one.p_value, one.schools, trend_sentence(one, unit))


__all__ = [
    "BalanceRow",
    "Choices",
    "EffectOfSupport",
    "KindRow",
    "Listing",
    "MethodRow",
    "SchoolResults",
    "SchoolYear",
    "Support",
    "TrendRow",
    "effect_of_support",
    "effect_table",
    "panel_of",
]
