"""Schools in a like context: the nearest by standardised distance, with what makes them alike and what does not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.school_context.wellbeing import heading_of

Floats = NDArray[np.float64]

SIMILAR = pa.schema(
    [
        ("school", pa.string()),
        ("rank", pa.int64()),
        ("similar_school", pa.string()),
        ("distance", pa.float64()),
        ("alike", pa.string()),
        ("different", pa.string()),
        ("compared_on", pa.int64()),
    ]
)
_ALIKE, _DIFFERENT = 0.25, 1.0  # spreads over all schools
_AT_ONCE = 500
_LEAST_SHARE = 0.5


def similar_schools(schools: Sequence[str], covariates: Mapping[str, Sequence[float | None]], count: int) -> pa.Table:
    """Return the nearest schools of every school, SIMILAR.

    The distance is the root of the mean squared difference of z-scores over the covariates known of both schools; two
    schools that share less than half of the covariates are not compared. Schools at one distance stand in the order
    given.

    Args:
        schools: codes.
        covariates: what is compared, one number a school.
        count: how many neighbours are wanted.
    """
    names = list(covariates)
    scores = _z_scores(np.array([covariates[name] for name in names], float).T.reshape(len(schools), len(names)))
    rows = []
    for start in range(0, len(schools), _AT_ONCE):
        part = _distances(scores[start : start + _AT_ONCE], scores)
        for offset, distances in enumerate(part):
            place = start + offset
            distances[place] = np.inf
            near = np.argsort(distances, kind="stable")[:count]
            rows += [
                _row(
                    (schools[place], schools[other]),
                    rank,
                    float(distances[other]),
                    (scores[place], scores[other], names),
                )
                for rank, other in enumerate(near, start=1)
                if np.isfinite(distances[other])
            ]
    return pa.Table.from_pylist(rows, schema=SIMILAR)


def _z_scores(values: Floats) -> Floats:
    """Return every column in spreads of all schools; one that does not differ is nowhere known."""
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    means = np.nansum(values, axis=0) / count
    spread = np.sqrt(np.nansum((values - means) ** 2, axis=0) / np.maximum(count - 1, 1))
    scores = np.divide(values - means, spread, out=np.full(values.shape, np.nan), where=spread > 0)
    return np.where(known, scores, np.nan)


def _distances(some: Floats, every: Floats) -> Floats:
    """Return the distances of some schools to all, infinite where too little is shared."""
    differences = some[:, None, :] - every[None, :, :]
    shared = (~np.isnan(differences)).sum(axis=2)
    squares = np.nansum(differences**2, axis=2)
    enough = shared >= max(1.0, _LEAST_SHARE * every.shape[1])
    found: Floats = np.sqrt(np.divide(squares, shared, out=np.full(shared.shape, np.inf), where=enough & (shared > 0)))
    return found


def _row(
    pair: tuple[str, str], rank: int, distance: float, compared: tuple[Floats, Floats, Sequence[str]]
) -> dict[str, object]:
    one, other, names = compared
    gaps = {name: float(b - a) for name, a, b in zip(names, one, other, strict=True) if not np.isnan(b - a)}
    ordered = sorted(gaps, key=lambda name: abs(gaps[name]))
    return {
        "school": pair[0],
        "rank": rank,
        "similar_school": pair[1],
        "distance": distance,
        "alike": ", ".join(heading_of(name) for name in ordered if abs(gaps[name]) <= _ALIKE),
        "different": ", ".join(
            f"{heading_of(name)} {gaps[name]:+.1f}" for name in reversed(ordered) if abs(gaps[name]) > _DIFFERENT
        ),
        "compared_on": len(gaps),
    }
