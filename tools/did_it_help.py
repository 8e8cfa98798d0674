"""Made-up regions whose truth is known, and how often each method of "did it help" is right in them.

A school has a lasting level; the pupils of a year wobble round it; results are counts of pupils, so small schools
scatter; years are harder or easier for all. Schools are supported because a result was low: the naive comparison is
fooled by that. The figures stand in docs/explanation/did-it-help.md.

Run: python tools/did_it_help.py [REGIONS] [SEED]
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from opora.analysis.support_effect import (
    Answer,
    Choices,
    Listing,
    Panel,
    Support,
    alike_schools,
    at_threshold,
    by_kinds,
    differences,
    share_noise,
    support_effect,
    to_the_mean,
)

Floats = NDArray[np.float64]

FIRST_YEAR = 2018
METHODS = ("regression-to-the-mean", "alike-schools", "difference-in-differences", "discontinuity")


@dataclass(frozen=True)
class World:
    """A made-up region.

    Attributes:
        schools: how many.
        supported: share of them that is supported.
        before, after: years before support and under it.
        effect: what support does to the true share below the threshold; below zero helps.
        wobble: spread of a year's pupils round the school's level, in logits.
        listing: "blurred" – the low result weighs most, with other reasons; "sharp" – the result alone.
        starts: in how many consecutive years support began.
        trend: what supported schools gain each year anyway, by their own way: a trap.
        pupils: least and most of a year.
        uneven: spread of years that move schools in the middle of the scale more than those at its ends, in logits.
    """

    schools: int = 150
    supported: float = 0.2
    before: int = 3
    after: int = 2
    effect: float = 0.0
    wobble: float = 0.2
    listing: str = "blurred"
    starts: int = 1
    trend: float = 0.0
    pupils: tuple[int, int] = (10, 60)
    uneven: float = 0.0

    @property
    def years(self) -> int:
        """How many years there are."""
        return self.before + self.after + self.starts - 1


def region(world: World, draw: np.random.Generator) -> Panel:
    """Return the results of a made-up region."""
    size, years = world.schools, world.years
    pupils = np.repeat(draw.integers(*world.pupils, size=size)[:, None], years, axis=1)
    logits = -1.4 + 0.6 * draw.normal(size=(size, 1)) + world.wobble * draw.normal(size=(size, years))
    if world.uneven:
        logits = logits + world.uneven * draw.normal(size=years)
    shares = 1 / (1 + np.exp(-logits)) + 0.03 * draw.normal(size=years)
    since = np.full(size, np.inf)
    seen = np.full((size, years), np.nan)
    for year in range(years):
        start = year - world.before
        if 0 <= start < world.starts:
            since[_listed(world, seen[:, year - 1], since, draw)] = year
        helped = world.effect * (since <= year)
        drift = world.trend * (year - world.before) * (logits[:, 0] > np.quantile(logits[:, 0], 1 - world.supported))
        true = np.clip(shares[:, year] + helped + drift, 0.002, 0.998)
        seen[:, year] = draw.binomial(pupils[:, year], true) / pupils[:, year]
    return panel(seen, pupils.astype(float), since)


def panel(results: Floats, pupils: Floats, since: Floats) -> Panel:
    """Return a panel of shares; `since` counts years from 0, infinity – never."""
    schools, years = results.shape
    codes = tuple(f"s{place:04d}" for place in range(schools))
    support = {codes[place]: Support(FIRST_YEAR + int(since[place])) for place in np.flatnonzero(np.isfinite(since))}
    span = tuple(range(FIRST_YEAR, FIRST_YEAR + years))
    return Panel(codes, span, results, share_noise(results, pupils), pupils, support)


def _listed(world: World, last: Floats, since: Floats, draw: np.random.Generator) -> NDArray[np.intp]:
    blur = 0.08 * draw.normal(size=last.size) if world.listing == "blurred" else 0.0
    order = np.argsort(-np.where(np.isfinite(since), -np.inf, last + blur), kind="stable")
    return order[: round(world.schools * world.supported / world.starts)]


def threshold_region(world: World, draw: np.random.Generator) -> tuple[Panel, Listing]:
    """Return a region where the mean share of two years at or above 30 % decided who is supported."""
    untouched = region(replace(world, supported=0.0, effect=0.0), draw)
    running = untouched.results[:, world.before - 2 : world.before].mean(axis=1)
    listed = running >= 0.3  # noqa: PLR2004 - the threshold of this world
    results = untouched.results.copy()
    for year in range(world.before, world.years):
        pupils = untouched.pupils[listed, year].astype(int)
        results[listed, year] = draw.binomial(pupils, np.clip(results[listed, year] + world.effect, 0, 1)) / pupils
    since = np.where(listed, float(world.before), np.inf)
    return panel(results, untouched.pupils, since), Listing(
        dict(zip(untouched.schools, running.tolist(), strict=True)), 0.3
    )


def kinds_region(world: World, effects: dict[str, float], draw: np.random.Generator) -> Panel:
    """Return a region where supported schools had some kinds of measures, each with its own effect."""
    found = region(world, draw)
    results, support = found.results.copy(), dict(found.support)
    for place, school in enumerate(found.schools):
        if school in support:
            kinds = frozenset(kind for kind in effects if draw.random() < 0.5)  # noqa: PLR2004 - half of schools
            support[school] = Support(support[school].since, kinds)
            results[place, found.years_since(support[school].since)] += sum(effects[kind] for kind in kinds)
    return replace(found, results=results, support=support)


@dataclass(frozen=True)
class Record:
    """How one method did over many regions."""

    regions: int
    told: int
    bias: float
    covered: float
    helped: float
    worse: float


def record(answers: Iterable[Answer], effect: float) -> Record:
    """Return how often intervals covered the truth where a method could tell, and how often it said "helped"."""
    every = list(answers)
    told = [one for one in every if one.low is not None and one.high is not None and one.estimate is not None]
    verdicts = Counter(one.verdict for one in every)
    inside = [one.low <= effect <= one.high for one in told if one.low is not None and one.high is not None]
    bias = float(np.mean([one.estimate - effect for one in told if one.estimate is not None])) if told else np.nan
    covered = float(np.mean(inside)) if told else np.nan
    return Record(len(every), len(told), bias, covered, verdicts["helped"] / len(every), verdicts["worse"] / len(every))


def naive_says_helped(found: Panel) -> bool:
    """Tell whether the plain comparison of supported schools after and before would call it help."""
    after = found.results[found.is_supported][:, found.years_since(found.starts[0])].mean(axis=1)
    before = found.results[found.is_supported][:, found.years_before(found.starts[0])[-1]]
    change = after - before
    return bool(change.mean() + 2 * change.std(ddof=1) / np.sqrt(change.size) < 0)


def records(world: World, regions: int, seed: int) -> tuple[dict[str, Record], float]:
    """Return how the three methods without a threshold did, and how often the naive comparison said "helped"."""
    draw = np.random.default_rng(seed)
    answers: dict[str, list[Answer]] = defaultdict(list)
    fooled = []
    for _ in range(regions):
        found = region(world, draw)
        for one in (to_the_mean(found), alike_schools(found).answer, differences(found).answer):
            answers[one.method].append(one)
        fooled.append(naive_says_helped(found))
    return {method: record(some, world.effect) for method, some in answers.items()}, float(np.mean(fooled))


def threshold_record(world: World, regions: int, seed: int) -> Record:
    """Return how the discontinuity did."""
    draw = np.random.default_rng(seed)
    return record((at_threshold(*threshold_region(world, draw)) for _ in range(regions)), world.effect)


def false_kinds(world: World, regions: int, seed: int) -> tuple[float, float]:
    """Return the share of regions with a kind wrongly said to help, and how often the one that helps is found."""
    draw = np.random.default_rng(seed)
    effects = {"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0, "helps": -0.08}
    wrong, found = [], []
    for _ in range(regions):
        verdicts = {one.kind: one.answer.verdict for one in by_kinds(kinds_region(world, effects, draw))}
        seen = [kind for kind, verdict in verdicts.items() if verdict in {"helped", "worse"}]
        wrong.append(len([kind for kind in seen if kind != "helps"]) / max(len(seen), 1))
        found.append(verdicts.get("helps") == "helped")
    return float(np.mean(wrong)), float(np.mean(found))


def together_says(world: World, regions: int, seed: int) -> Counter[str]:
    """Return how often all methods together give each verdict."""
    draw = np.random.default_rng(seed)
    return Counter(support_effect(region(world, draw), Choices()).verdict for _ in range(regions))


WORLDS = {
    "150 школ, 30 с поддержкой, эффекта нет": World(),
    "то же, отбор только по результату": World(listing="sharp"),
    "то же, ученики года сильно меняются": World(wobble=0.5),
    "то же, эффект −5 п. п.": World(effect=-0.05),
    "то же, начали в два разных года": World(starts=2, supported=0.25),
    "то же, до отбора один год": World(before=1),
    "60 школ, 9 с поддержкой": World(schools=60, supported=0.15),
    "300 школ, 60 с поддержкой": World(schools=300),
    "150 школ, годы меняют слабые школы сильнее": World(uneven=0.15),
}
POWERS = ((60, 0.15), (150, 0.2), (300, 0.2), (600, 0.2))


def main(regions: int = 1000, seed: int = 20262) -> None:
    """Print the tables of the page."""
    print("| регион | метод | отвечает | смещение | интервал накрыл правду | «помогло» | «хуже» |")
    for title, world in WORLDS.items():
        found, fooled = records(world, regions, seed)
        print(f"| {title} | наивное «стало лучше» | | | | {fooled:.1%} | |")
        for method, one in found.items():
            _print_record(title, method, one)
    for size in (300, 600):
        world = World(schools=size, pupils=(15, 90))
        _print_record(f"порог, {size} школ", METHODS[-1], threshold_record(world, regions // 2, seed))
    _print_powers(regions // 4, seed)
    for world in (World(), World(effect=-0.05), World(effect=-0.1), World(before=5, trend=-0.03, wobble=0.1)):
        print("вместе", world.effect, world.trend, dict(together_says(world, regions // 4, seed)))
    print("виды мер", false_kinds(World(schools=300), regions // 4, seed))


def _print_powers(regions: int, seed: int) -> None:
    """Print how often each method sees a help there is, by the number of schools."""
    for size, share in POWERS:
        for effect in (-0.05, -0.10):
            found, _ = records(World(schools=size, supported=share, effect=effect), regions, seed)
            print(size, round(size * share), effect, {method: f"{one.helped:.0%}" for method, one in found.items()})


def _print_record(title: str, method: str, one: Record) -> None:
    print(
        f"| {title} | {method} | {one.told / one.regions:.0%} | {one.bias * 100:+.1f} | {one.covered:.1%} "
        f"| {one.helped:.1%} | {one.worse:.1%} |"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
