"""What "did it help" answers, as records: the shape of its JSON, of its page and of its Word note."""

from collections.abc import Mapping
from dataclasses import dataclass


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
