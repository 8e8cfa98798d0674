"""How realistic the targets of a plan are: a short line beside each indicator, with the way to the whole answer."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from opora.findings.sentences import likelihood
from opora.measuring.target_realism import ShareRealism, YearOfGroup
from opora.plans.aims import aim_of, schools_meant
from opora.tables.identification import ON_THE_LIST
from opora.tables.plan import SHARE
from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.facts import DEFAULT_RULES, Facts
from opora_web.programme.analysis.measured import Counting, Question, analysis_answer
from opora_web.programme.analysis.targets import TONES, VERDICTS
from opora_web.programme.roadmap.models import IndicatorTarget, Roadmap, RoadmapIndicator

#: Plans look so many years ahead at most: what is beyond is a slip of the hand.
_MOST_YEARS = 10

_ASSUMED_OF_SCHOOLS = "Если успех – выход школы из списка"
_ASSUMED_OF_PUPILS = "По всем процедурам школы вместе"


@dataclass(frozen=True)
class Judged:
    """One target, or several running of which nothing can be told: years of results, verdict, colour, how likely."""

    years: str
    verdict: str
    tone: str
    chance: str


@dataclass(frozen=True)
class Realism:
    """How realistic the targets of an indicator are.

    Attributes:
        assumed: what was taken for granted to say it.
        judged: the targets still ahead of the results there are; none while they are being judged.
        question: the address' words of the whole answer.
    """

    assumed: str
    judged: tuple[Judged, ...]
    question: str


@dataclass(frozen=True)
class _Ahead:
    """An indicator's targets still ahead: years from the last results → share; how many schools they mean; the aim."""

    indicator: RoadmapIndicator
    shares: dict[int, float]
    schools: int
    aim: str


def realism_of_plan(
    roadmap: Roadmap,
    indicators: Iterable[tuple[RoadmapIndicator, Sequence[IndicatorTarget]]],
    facts: Facts,
    moment: dt.datetime,
) -> dict[int, Realism]:
    """Return by indicator how realistic its targets are; those that results cannot judge are left out.

    The database is asked once, and only where an indicator is about schools that no target names.
    """
    if len(facts.years) < 2:  # noqa: PLR2004 - nothing has ever moved
        return {}
    ahead = [one for pair in indicators if (one := _ahead(*pair, facts.years[0])) is not None]
    listed = _listed(roadmap, facts) if any(_is_of_nobody(one) for one in ahead) else 0
    found = {one.indicator.pk: _realism(one, _asked(one, roadmap, facts, listed), facts, moment) for one in ahead}
    return {key: realism for key, realism in found.items() if realism is not None}


def year_of_results(words: str) -> int | None:
    """Return the year whose results a target is about: of «2024/25» it is 2025; None where no year is named."""
    found = re.fullmatch(r"\D*(20\d\d)(?:\s?/\s?(?:20)?(\d\d))?\D*", words)
    return None if found is None else int(f"20{found[2]}" if found[2] else found[1])


def _ahead(indicator: RoadmapIndicator, targets: Sequence[IndicatorTarget], last: int) -> _Ahead | None:
    """Return the targets that results can judge; None where there are none."""
    aim = aim_of(indicator.name, [one.value for one in targets]) if indicator.unit == SHARE else None
    years = {year - last: one.value for one in targets if (year := year_of_results(one.year)) is not None}
    shares = {after: share for after, share in years.items() if share is not None and 1 <= after <= _MOST_YEARS}
    if aim is None or not shares:
        return None
    turns = [({school.pk for school in one.schools.all()}, one.value) for one in targets]
    return _Ahead(indicator, shares, schools_meant(turns), aim)


def _is_of_nobody(one: _Ahead) -> bool:
    return one.aim == "schools-off-the-list" and not one.schools


def _listed(roadmap: Roadmap, facts: Facts) -> int:
    """Return how many schools of the plan's organisation the last results put on the list."""
    below = Organisation.objects.filter(
        path__startswith=roadmap.organisation.path, kind=OrganisationKind.SCHOOL, trashed_at__isnull=True
    )
    said = facts.identified(facts.years[0])
    codes = {str(code) for code in below.values_list("code", flat=True)} & said.keys()
    return sum(said[code].status in ON_THE_LIST for code in codes)


def _asked(one: _Ahead, roadmap: Roadmap, facts: Facts, listed: int) -> dict[str, str] | None:
    """Return the words that ask about the targets, as the page of targets takes them; None where nobody is meant."""
    if one.aim == "schools-off-the-list":
        schools = one.schools or listed
        shares = (one.shares.get(after, 0.0) for after in range(1, max(one.shares) + 1))
        return (
            {"of": "group", "schools": str(schools), "shares": "; ".join(map(_percents, shares))} if schools else None
        )
    said = facts.identified(facts.years[0]).get(str(roadmap.organisation.code))
    counts = (
        [(one.below, one.pupils) for one in said.procedures if one.below is not None and one.pupils] if said else []
    )
    if not counts:
        return None
    pupils, (after, goal) = sum(n for _, n in counts), max(one.shares.items())
    start = sum(below for below, _ in counts) / pupils
    size = str(round(pupils / len(counts)))
    return {"of": "share", "start": _percents(start), "goal": _percents(goal), "years": str(after), "size": size}


def _percents(share: float) -> str:
    return f"{share * 100:.4g}".replace(".", ",")


def _realism(one: _Ahead, asked: dict[str, str] | None, facts: Facts, moment: dt.datetime) -> Realism | None:
    """Return what past results say of the targets; None where they are no targets: the share is reached already."""
    if asked is None:
        return None
    assumed = _ASSUMED_OF_SCHOOLS if asked["of"] == "group" else _ASSUMED_OF_PUPILS
    way = urlencode(asked | {"rules": DEFAULT_RULES})
    words = (DEFAULT_RULES, *(value for name, value in asked.items() if name != "of"))
    found = analysis_answer(facts, Question(f"{asked['of']}-target", words), moment)
    if isinstance(found, Counting):
        return Realism(assumed, (), way)
    if found.refused:
        return None
    last = facts.years[0]
    if asked["of"] == "share":
        return Realism(assumed, (_judged(last + int(asked["years"]), found.answer),), way)
    judged = (_judged(last + year.years, year) for year in found.answer.years if year.years in one.shares)
    return Realism(assumed, _together(judged), way)


def _judged(year: int, told: ShareRealism | YearOfGroup) -> Judged:
    words = VERDICTS[told.verdict]
    chance = "" if told.prospect is None else f"вероятность {likelihood(told.prospect.probability)}"
    return Judged(str(year), words, TONES[words], chance)


def _together(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Return the targets, those running of which nothing can be told as one: «2026–2028»."""
    found: list[Judged] = []
    for one in judged:
        if found and not one.chance and not found[-1].chance:
            found[-1] = replace(one, years=f"{found[-1].years.partition('–')[0]}–{one.years}")
        else:
            found.append(one)
    return tuple(found)
