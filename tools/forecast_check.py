"""Check forecasts of the list and realism of targets on regions whose truth is drawn by a known law.

Run: python tools/forecast_check.py [REGIONS]
"""

import itertools
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from opora.analysis.list_forecast import Backtest, YearsCounted, backtest, is_judged, is_listed, next_list
from opora.analysis.target_realism import (
    Cases,
    ShareTarget,
    chance_of_group,
    leaving_cases,
    share_cases,
    shares_leaving,
)
from opora.vocabulary.rules import rule_set

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """How true shares lie and move, in the latent scale.

    Attributes:
        middle: of all schools.
        spread: of schools around it.
        common: part of the variance that lasts and is common to procedures of a school.
        own: part that lasts and is a procedure's own.
        yearly: part of a school in a year, common to procedures; the rest is of each paper.
        fading: correlation of the lasting parts a year apart.
        shift: spread of the yearly step of all schools together.
    """

    middle: float = -0.9
    spread: float = 0.5
    common: float = 0.5
    own: float = 0.15
    yearly: float = 0.15
    fading: float = 1.0
    shift: float = 0.1


def region(
    shape: tuple[int, int, int], truth: Truth, chance: np.random.Generator, middle: Floats | None = None
) -> tuple[YearsCounted, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Return counts of years × schools × procedures and the true shares; 8–45 pupils a paper.

    Args:
        shape: years, schools, procedures.
        truth: the law.
        chance: what draws it.
        middle: where each procedure begins; None – it is drawn.
    """
    years, schools, procedures = shape
    common, own = chance.normal(size=schools), chance.normal(size=(schools, procedures))
    size = chance.integers(8, 45, size=(schools, 1))
    middle = beginning(truth, procedures, chance) if middle is None else middle
    parts = np.sqrt([truth.common, truth.own, truth.yearly, 1 - truth.common - truth.own - truth.yearly])
    kept, fresh = truth.fading, np.sqrt(1 - truth.fading**2)
    pupils, shares = np.zeros(shape, np.int64), np.zeros(shape)
    for year in range(years):
        if year:
            common = kept * common + fresh * chance.normal(size=schools)
            own = kept * own + fresh * chance.normal(size=own.shape)
            middle = middle + chance.normal(0, truth.shift, procedures)
        of_year = parts[2] * chance.normal(size=(schools, 1)) + parts[3] * chance.normal(size=own.shape)
        shares[year] = ndtr(middle + truth.spread * (parts[0] * common[:, None] + parts[1] * own + of_year))
        pupils[year] = np.maximum(1, chance.poisson(size, own.shape))
    names = tuple(f"ш{number:04d}" for number in range(schools))
    works = tuple(f"п{number}" for number in range(procedures))
    span = tuple(range(2025 - years, 2025))
    return YearsCounted(names, works, span, pupils, chance.binomial(pupils, shares)), shares


def beginning(truth: Truth, procedures: int, chance: np.random.Generator) -> Floats:
    """Return where the procedures of a region begin."""
    return truth.middle + chance.normal(0, 0.2, procedures)


def joined(parts: list[Backtest]) -> Backtest:
    """Return the forecasts of many regions as one; schools of different regions are different."""
    school = np.concatenate([part.school + 100_000 * number for number, part in enumerate(parts)])
    columns = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("probability", "was_listed", "came_true")
    )
    return Backtest(parts[0].years, school, *columns)


TRUTHS = {
    "устойчивые школы": Truth(),
    "школы, чьё положение уходит": Truth(fading=0.8),
    "почти одинаковые школы": Truth(spread=0.15),
    "резкие сдвиги региона": Truth(shift=0.35),
}


def calibration(regions: int) -> None:
    """Print what was forecast and how often it came true."""
    rules = rule_set("federal-2020")
    for name, truth in TRUTHS.items():
        for schools in (15, 40, 200):
            many = max(1, regions * 40 // schools)
            parts = []
            for seed in range(many):
                counted, _ = region((4, schools, 6), truth, np.random.default_rng(seed))
                found = backtest(counted, rules, np.random.default_rng(seed))
                parts += [found] if found else []
            together = joined(parts)
            bins = ", ".join(
                f"{100 * one.expected:.0f} → {100 * one.listed / one.forecasts:.0f} ({one.forecasts})"
                for one in together.bins()
                if one.forecasts
            )
            print(f"{name}, школ {schools}: {together.brier:.3f} против {together.naive_brier:.3f}; {bins}", flush=True)


def intervals(regions: int) -> None:
    """Print how often the ends hold the probability of a model that had twenty times the schools to learn from."""
    rules = rule_set("federal-2020")
    for schools in (15, 40, 100):
        held = told = 0
        for seed in range(regions):
            many, _ = region((4, 20 * schools, 6), Truth(), np.random.default_rng(seed))
            few = YearsCounted(
                many.schools[:schools], many.procedures, many.years, many.pupils[:, :schools], many.below[:, :schools]
            )
            found = next_list(few, rules, np.random.default_rng(seed))
            better = next_list(many, rules, np.random.default_rng(seed)).probability[:schools]
            known = ~np.isnan(found.probability) & ~np.isnan(better)
            held += int(((found.low <= better + 0.01) & (better <= found.high + 0.01))[known].sum())
            told += int(known.sum())
        print(
            f"школ {schools}: границы накрывают вероятность большого региона: {held / told:.0%} из {told}", flush=True
        )


def targets(regions: int, again: int = 24) -> None:
    """Print how often the interval of like schools holds the share such a region comes to over many other histories."""
    for name, truth in TRUTHS.items():
        held = np.array([_holds(truth, seed, again) for seed in range(regions)]).mean(axis=0)
        print(f"{name}: накрыто – доля школы {held[0]:.0%}, выход из списка {held[1]:.0%} регионов", flush=True)


def _holds(truth: Truth, seed: int, again: int) -> list[bool]:
    """Tell of one region whether both intervals hold what schools like these come to in it on average."""
    chance = np.random.default_rng(seed)
    middle = beginning(truth, 6, chance)
    histories = [_cases_of_targets(region((5, 80, 6), truth, each, middle)[0]) for each in chance.spawn(again + 1)]
    found = []
    for told, *others in zip(*histories, strict=True):
        share = sum(one.reached for one in others) / sum(one.cases for one in others)
        found.append(told.low <= share <= told.high)
    return found


def _cases_of_targets(counted: YearsCounted) -> tuple[Cases, Cases]:
    share = share_cases(counted, ShareTarget(0.42, 0.30, 2, 25)).cases
    return share, leaving_cases(counted, rule_set("federal-2020"), 1)


def told_and_come(truth: Truth, regions: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what was told of groups of up to twelve listed schools – by five years, of the sixth – and what came."""
    rules, told, come = rule_set("federal-2020"), [], []
    for seed in range(regions):
        counted, _ = region((6, 80, 6), truth, np.random.default_rng(seed))
        found, listed = shares_leaving(counted.first(5), rules, 1), is_listed(counted, rules)
        if found is None:
            continue
        known = np.flatnonzero(listed[4] & is_judged(counted, rules)[5])
        group = np.random.default_rng(seed).permutation(known)[:12]
        left = int((~listed[5][group]).sum())
        for wanted in range(1, group.size + 1):
            told.append(chance_of_group(found, group.size, wanted))
            come.append(left >= wanted)
    return np.array(told), np.array(come)


def groups(regions: int) -> None:
    """Print how often groups of listed schools came to what was told to be so likely."""
    for name, truth in TRUTHS.items():
        told, come = told_and_come(truth, regions)
        bins = [(told >= low) & (told < high) for low, high in itertools.pairwise((0, 0.1, 1 / 3, 2 / 3, 0.9, 1.01))]
        shown = ", ".join(f"{100 * told[one].mean():.0f} → {100 * come[one].mean():.0f} ({one.sum()})" for one in bins)
        print(f"{name}, цели группы: {shown}", flush=True)


def main(regions: int = 12) -> None:
    """Print all checks."""
    calibration(regions)
    intervals(max(2, regions // 4))
    targets(8 * regions)
    groups(16 * regions)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
