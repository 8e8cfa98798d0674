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


@dataclass(frozen=True)
class MethodRow:
    """What one method says, ready to be shown.

    Attributes:
        method: code: regression-to-the-mean, alike-schools, difference-in-differences, discontinuity.
        title: its Russian name.
        estimate, low, high: effect and interval 95 % in units of the result (a share: 0–1); None – cannot tell.
        verdict: helped, no-difference-seen, worse, cannot-tell.
        verdict_words: the same in Russian.
        reason: code of why it cannot be told; empty otherwise.
        words: one sentence with the interval.
        details: how it came to that, by sentences.
        supported, unsupported: schools counted.
        figures: other numbers of the method by code.
    """

    method: str
    title: str
    estimate: float | None
    low: float | None
    high: float | None
    verdict: str
    verdict_words: str
    reason: str
    words: str
    details: tuple[str, ...]
    supported: int
    unsupported: int
    figures: Mapping[str, float | None]


@dataclass(frozen=True)
class KindRow:
    """What goes with one kind of measures; as MethodRow, `q` – after control of false discoveries over kinds."""

    kind: str
    estimate: float | None
    low: float | None
    high: float | None
    q: float | None
    verdict: str
    verdict_words: str
    reason: str
    words: str
    supported: int


@dataclass(frozen=True)
class BalanceRow:
    """How alike supported schools and others were before: means and standardised distances, None – not known."""

    title: str
    supported: float | None
    unsupported: float | None
    matched: float | None
    distance_before: float | None
    distance_after: float | None


@dataclass(frozen=True)
class TrendRow:
    """How far supported schools stood from the others in a year; `year` counts from the start of support."""

    year: int
    estimate: float
    low: float
    high: float
    p_value: float
    schools: int
    words: str


@dataclass(frozen=True)
class EffectOfSupport:
    """The answer of `opora analyse did-it-help`.

    Attributes:
        verdict: of all methods together: helped, no-difference-seen, worse, cannot-tell.
        verdict_words: the same in Russian.
        reason: code of why it cannot be told; empty otherwise.
        sentences: the whole answer as Russian sentences.
        methods: each method with its estimate, interval, verdict and words.
        kinds: each kind of measures; empty where no kinds were written down.
        balance: supported schools and others before, and after matching.
        unmatched: codes of supported schools nobody is alike to.
        pairs: supported school → codes of the schools it was compared with.
        trends: differences year by year; those before support test the comparison.
        schools, supported: how many schools have results, and how many of them are supported.
        years: years of results.
        is_share, less_is_better: how estimates are to be read.
        notes: what a reader must know: schools not found, where results come from.
    """

    verdict: str
    verdict_words: str
    reason: str
    sentences: tuple[str, ...]
    methods: tuple[MethodRow, ...]
    kinds: tuple[KindRow, ...]
    balance: tuple[BalanceRow, ...]
    unmatched: tuple[str, ...]
    pairs: Mapping[str, tuple[str, ...]]
    trends: tuple[TrendRow, ...]
    schools: int
    supported: int
    years: tuple[int, ...]
    is_share: bool
    less_is_better: bool
    notes: tuple[str, ...]


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
