"""Which kinds of measures go with a better result: all kinds in one regression, false discoveries under control.

The result after is fitted by the level before and a column for each kind of measure, over supported schools and others
together, so that kinds which go together are told apart as far as they can be. A kind that few schools had, or that
always went with another, cannot be told. Many kinds are looked at, so chances are read after Benjamini & Hochberg
(1995), JRSS B 57, 289–300.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from opora.analysis.support_effect.answers import NO_DIFFERENCE, Answer, cannot_tell, p_value, told
from opora.analysis.support_effect.before_after import BeforeAfter, before_after
from opora.analysis.support_effect.panel import Panel
from opora.analysis.support_effect.regression import Regression, regression

METHOD = "kind-of-measures"

Floats = NDArray[np.float64]

#: Fewer supported schools with a kind say nothing about it.
LEAST_OF_A_KIND = 10

#: Among kinds said to make a difference so large a share is expected to make none.
FALSE_SHARE = 0.05


@dataclass(frozen=True)
class KindAnswer:
    """The answer about one kind of measures.

    Attributes:
        kind: as the authority names it.
        answer: difference that goes with the kind, other kinds being equal.
        q: share of kinds without a difference expected among those at least so unusual; None where it cannot be told.
    """

    kind: str
    answer: Answer
    q: float | None


def by_kinds(panel: Panel) -> tuple[KindAnswer, ...]:
    """Return an answer for each kind of measures that supported schools had, in order of names."""
    rows = before_after(panel)
    columns = _kind_columns(panel, rows)
    reasons = {kind: _reason(rows, column) for kind, column in columns.items()}
    apart = _apart(rows, {kind: columns[kind] for kind, reason in reasons.items() if not reason})
    for kind in columns:
        if not reasons[kind] and kind not in apart:
            reasons[kind] = "kinds-together"
    answers = _answers(panel, rows, apart)
    found = [
        answers.get(kind) or KindAnswer(kind, _unknown(rows, columns[kind], reasons[kind]), None) for kind in columns
    ]
    return tuple(sorted(found, key=lambda one: one.kind))


def _kind_columns(panel: Panel, rows: BeforeAfter) -> dict[str, Floats]:
    """Return for each kind which rows are supported by it."""
    had = [
        panel.support[panel.schools[place]].kinds if helped else frozenset[str]()
        for place, helped in zip(rows.places, rows.is_supported, strict=True)
    ]
    names = sorted({kind for support in panel.support.values() for kind in support.kinds})
    return {name: np.array([name in kinds for kinds in had], dtype=np.float64) for name in names}


def _reason(rows: BeforeAfter, column: Floats) -> str:
    if rows.lacking:
        return rows.lacking
    return "few-of-a-kind" if column.sum() < LEAST_OF_A_KIND else ""


def _unknown(rows: BeforeAfter, column: Floats, reason: str) -> Answer:
    return cannot_tell(METHOD, reason, (int(column.sum()), rows.unsupported))


def _design(rows: BeforeAfter, kinds: dict[str, Floats]) -> Floats:
    """Return columns: the kinds, the starts, the level before, and support of no kind among these."""
    otherwise = rows.is_supported & (sum(kinds.values(), start=np.zeros(rows.places.size)) == 0)
    rest = [otherwise.astype(float)] if otherwise.any() else []
    return np.column_stack([*kinds.values(), *rows.start_columns.T, rows.expected, *rest])


def _apart(rows: BeforeAfter, kinds: dict[str, Floats]) -> dict[str, Floats]:
    """Return the kinds that can be told apart: a column that the others make up is left out with them."""
    design = _design(rows, kinds)
    rank = np.linalg.matrix_rank(design)
    return {
        name: column
        for place, (name, column) in enumerate(kinds.items())
        if np.linalg.matrix_rank(np.delete(design, place, axis=1)) < rank
    }


def _answers(panel: Panel, rows: BeforeAfter, kinds: dict[str, Floats]) -> dict[str, KindAnswer]:
    if not kinds:
        return {}
    design = _design(rows, kinds)
    counted = np.isin(rows.starts, np.unique(rows.starts[rows.is_supported]))
    try:
        fit = regression(design[counted], rows.after[counted], rows.places[counted])
    except np.linalg.LinAlgError:
        return {}
    found = {kind: _answer(panel, fit, place, int(kinds[kind].sum())) for place, kind in enumerate(kinds)}
    chances = [p_value(fit.at(np.eye(design.shape[1])[place])) for place in range(len(kinds))]
    q = false_discovery_control(chances)
    return {
        kind: KindAnswer(kind, _controlled(found[kind], float(q[place])), float(q[place]))
        for place, kind in enumerate(kinds)
    }


def _answer(panel: Panel, fit: Regression, place: int, supported: int) -> Answer:
    found = fit.at(np.eye(fit.design.shape[1])[place])
    others = int(np.unique(fit.clusters).size) - supported
    return told(METHOD, found, panel.less_is_better, (supported, others))


def _controlled(answer: Answer, q: float) -> Answer:
    """Return the answer with a difference only where false discoveries allow one."""
    return answer if q <= FALSE_SHARE else replace(answer, verdict=NO_DIFFERENCE)
