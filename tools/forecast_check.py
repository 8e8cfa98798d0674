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
from opora.analysis.target_realism import Outcomes, ShareTarget, group_ahead, share_ahead
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
        alike: part of its variance that is one step of all procedures.
        weak: part of the schools that lie far below the others; what lasts and is common is then no bell.
    """

    middle: float = -0.9
    spread: float = 0.5
    common: float = 0.5
    own: float = 0.15
    yearly: float = 0.15
    fading: float = 1.0
    shift: float = 0.1
    alike: float = 0.0
    weak: float = 0.0


def region(
    shape: tuple[int, int, int], truth: Truth, chance: np.random.Generator
) -> tuple[YearsCounted, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Return counts of years × schools × procedures and the true shares; 8–45 pupils a paper.

    Args:
        shape: years, schools, procedures.
        truth: the law.
        chance: what draws it.
    """
    years, schools, procedures = shape
    common, own = _common(truth.weak, schools, chance), chance.normal(size=(schools, procedures))
    size = chance.integers(8, 45, size=(schools, 1))
    middle = truth.middle + chance.normal(0, 0.2, procedures)
    parts = np.sqrt([truth.common, truth.own, truth.yearly, 1 - truth.common - truth.own - truth.yearly])
    kept, fresh = truth.fading, np.sqrt(1 - truth.fading**2)
    pupils, shares = np.zeros(shape, np.int64), np.zeros(shape)
    for year in range(years):
        if year:
            common = kept * common + fresh * chance.normal(size=schools)
            own = kept * own + fresh * chance.normal(size=own.shape)
            middle = middle + truth.shift * _steps(truth.alike, procedures, chance)
        of_year = parts[2] * chance.normal(size=(schools, 1)) + parts[3] * chance.normal(size=own.shape)
        shares[year] = ndtr(middle + truth.spread * (parts[0] * common[:, None] + parts[1] * own + of_year))
        pupils[year] = np.maximum(1, chance.poisson(size, own.shape))
    names = tuple(f"ш{number:04d}" for number in range(schools))
    works = tuple(f"п{number}" for number in range(procedures))
    span = tuple(range(2025 - years, 2025))
    return YearsCounted(names, works, span, pupils, chance.binomial(pupils, shares)), shares


def _common(weak: float, schools: int, chance: np.random.Generator) -> Floats:
    bell = chance.normal(size=schools)
    if not weak:
        return bell
    apart, within = (chance.random(schools) < weak) - weak, 0.35
    found: Floats = (2.7 * apart + within * bell) / np.sqrt(2.7**2 * weak * (1 - weak) + within**2)
    return found


def _steps(alike: float, procedures: int, chance: np.random.Generator) -> Floats:
    own = chance.normal(size=procedures)
    return np.sqrt(1 - alike) * own + np.sqrt(alike) * chance.normal() if alike else own


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
    "часть школ намного слабее": Truth(middle=-1.2, spread=0.55, common=0.8, own=0.08, yearly=0.06, weak=0.15),
    "все работы сдвигаются вместе": Truth(shift=0.25, alike=0.8),
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


@dataclass(frozen=True)
class Told:
    """What was told of targets and what came.

    Attributes:
        probability: of reaching each target.
        reached: whether it was.
        region: the region of each.
        meant: of each share or group, how likely it was told to lie between the limits.
        covered: whether it did.
    """

    probability: Floats
    reached: NDArray[np.bool_]
    region: NDArray[np.int64]
    meant: Floats
    covered: NDArray[np.bool_]

    def shown(self) -> str:
        """Return what was told → how often it came, and how many targets, by bins; then the limits."""
        found = []
        for low, high in itertools.pairwise((0, 0.1, 1 / 3, 2 / 3, 0.9, 1.01)):
            one = (self.probability >= low) & (self.probability < high)
            if one.any():
                found.append(
                    f"{100 * self.probability[one].mean():.0f} → {100 * self.reached[one].mean():.0f} ({one.sum()})"
                )
        limits = f"{100 * self.meant.mean():.1f} → {100 * self.covered.mean():.1f} ({self.covered.size})"
        return f"{' · '.join(found)}; границы {limits}"


def told_of_shares(truth: Truth, regions: int, schools: int = 80) -> Told:
    """Tell by five years of schools with 33–57 % below the threshold, and look two years later."""
    rows, limits = [], []
    for seed in range(regions):
        chance = np.random.default_rng([seed, 1])
        counted, _ = region((7, schools, 6), truth, chance)
        start = counted.below[4] / counted.pupils[4]
        known = np.argwhere((np.abs(start - 0.45) < 0.12) & (counted.pupils[[4, 6]].min(axis=0) >= 10))  # noqa: PLR2004 - schools of plans
        for place in chance.permutation(known)[:4]:
            began, here = float(start[tuple(place)]), (6, *place)
            goal, pupils = began * chance.uniform(0.3, 1), int(counted.pupils[(4, *place)])
            found = share_ahead(counted.first(5), ShareTarget(began, goal, 2, pupils))
            if found is None:
                continue
            came = counted.below[here] / counted.pupils[here]
            low, high = found.interval()
            limits.append((_meant(found, low, high), low / pupils <= came <= high / pupils))
            rows.append((found.at_most(int(goal * pupils)), came <= goal, seed))
    return _told(rows, limits)


def told_of_groups(truth: Truth, regions: int, schools: int = 80) -> Told:
    """Tell by five years of groups of up to twelve listed schools, and look a year later."""
    rules, rows, limits = rule_set("federal-2020"), [], []
    for seed in range(regions):
        chance = np.random.default_rng([seed, 2])
        counted, _ = region((6, schools, 6), truth, chance)
        listed = is_listed(counted, rules)
        group = chance.permutation(np.flatnonzero(listed[4] & is_judged(counted, rules)[5]))[:12]
        found = group_ahead(counted.first(5), rules, 1, group.size) if group.size else None
        if found is None:
            continue
        left = int((~listed[5][group]).sum())
        low, high = found.interval()
        limits.append((_meant(found, low, high), low <= left <= high))
        rows += [(found.at_least(wanted), left >= wanted, seed) for wanted in range(1, group.size + 1)]
    return _told(rows, limits)


def _meant(outcomes: Outcomes, low: int, high: int) -> float:
    return outcomes.at_least(low) + outcomes.at_most(high) - 1


def _told(rows: list[tuple[float, bool, int]], limits: list[tuple[float, bool]]) -> Told:
    return Told(*(np.array(column) for column in (*zip(*rows, strict=True), *zip(*limits, strict=True))))


def targets(regions: int) -> None:
    """Print how often targets came about that were told to be so likely."""
    for name, truth in TRUTHS.items():
        for schools in (20, 80):
            print(f"{name}, школ {schools}, доля школы: {told_of_shares(truth, regions, schools).shown()}", flush=True)
            print(f"{name}, школ {schools}, группа: {told_of_groups(truth, regions, schools).shown()}", flush=True)


def main(regions: int = 12) -> None:
    """Print all checks."""
    calibration(regions)
    intervals(max(2, regions // 4))
    targets(32 * regions)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
