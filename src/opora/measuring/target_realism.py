"""Is a target within reach, in words: what like schools reached, what chance alone would give, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import (
    Cases,
    GroupTarget,
    ShareCases,
    ShareTarget,
    chance_of_group,
    chance_of_reaching,
    leaving_cases,
    share_cases,
    shares_leaving,
)
from opora.findings.sentences import likelihood
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted, percent

#: A target is realistic where at least so often schools have reached it, unlikely where seldomer than the second.
REALISTIC, UNLIKELY = 1 / 3, 0.10

#: Of fewer cases or schools nothing is said.
FEWEST_CASES, FEWEST_SCHOOLS = 20, 10

VERDICTS = {
    "realistic": "Цель достижимая: такое бывало не реже, чем у каждой третьей школы.",
    "bold": "Цель смелая: такое бывало реже, чем у каждой третьей школы, но не реже, чем у каждой десятой.",
    "unlikely": "Цель маловероятная: такое бывало реже, чем у каждой десятой школы.",
    "cannot-tell": "Судить нельзя: похожих случаев мало или они говорят разное.",
}


@dataclass(frozen=True)
class Experience:
    """What happened to schools like these; null where nothing is known.

    Attributes:
        cases: cases of the past.
        schools: different schools among them.
        reached: in how many the target was reached.
        share: their share, with low and high – its 95 % interval.
        by_chance: share that chance alone gives with unchanged true shares.
        beyond: interval of what true changes added to it.
    """

    cases: int
    schools: int
    reached: int
    share: float | None
    low: float | None
    high: float | None
    by_chance: float | None
    beyond: tuple[float, float] | None


@dataclass(frozen=True)
class ShareRealism:
    """How realistic a share is.

    Attributes:
        verdict: realistic, bold, unlikely or cannot-tell.
        experience: of like schools.
        starts: between which shares they began.
        sizes: between which numbers of pupils they are.
        sentences: the same in words, the verdict first.
    """

    verdict: str
    experience: Experience
    starts: tuple[float, float]
    sizes: tuple[int, int]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class YearOfGroup:
    """One year of a target of a group.

    Attributes:
        years: years from now.
        wanted: schools that must be off the list.
        verdict: realistic, bold, unlikely or cannot-tell.
        probability: of reaching it with the schools there are; null – cannot be told.
        experience: of schools that were on the list.
        sentences: the same in words, the verdict first.
    """

    years: int
    wanted: int
    verdict: str
    probability: float | None
    experience: Experience
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class GroupRealism:
    """How realistic yearly targets of a group of schools are: one verdict a year."""

    schools: int
    years: tuple[YearOfGroup, ...]


def share_realism(years: YearsCounted, target: ShareTarget) -> ShareRealism:
    """Tell how realistic it is that a school reaches a share.

    Raises:
        AnalysisRefusedError: the target is no target: shares beyond 0–1, no years, or the goal is the start.
    """
    _require_target(target)
    if target.years >= len(years.years):
        found = ShareCases(_NONE, (target.start, target.start), (target.pupils, target.pupils))
    else:
        found = share_cases(years, target)
    verdict = _verdict(found.cases)
    return ShareRealism(
        verdict, _experience(found.cases), found.starts, found.sizes, _share_sentences(verdict, target, found)
    )


def group_realism(years: YearsCounted, rules: RuleSet, target: GroupTarget) -> GroupRealism:
    """Tell for each year how realistic it is that so many of the schools on the list are off it.

    Raises:
        AnalysisRefusedError: there are no schools or no shares of 0–1.
    """
    if target.schools < 1 or not target.shares or not all(0 <= share <= 1 for share in target.shares):
        raise AnalysisRefusedError("Цель группы: ожидаются число школ от 1 и доли от 0 до 100 % по годам.")
    return GroupRealism(target.schools, tuple(_year(years, rules, target, after) for after in _after(target.shares)))


def _after(shares: Sequence[float]) -> range:
    return range(1, len(shares) + 1)


_NONE = Cases(0, 0, 0, float("nan"), float("nan"), None, None, 0.0)


def _require_target(target: ShareTarget) -> None:
    if not (0 <= target.start <= 1 and 0 <= target.goal <= 1) or target.start == target.goal:
        raise AnalysisRefusedError(
            f"Цель: с {percent(target.start)} до {percent(target.goal)}. Ожидаются две разные доли от 0 до 100 %."
        )
    if target.years < 1 or target.pupils < 1:
        raise AnalysisRefusedError("Цель: лет и участников ожидается не меньше одного.")


def _verdict(found: Cases) -> str:
    few = found.cases < FEWEST_CASES or found.schools < FEWEST_SCHOOLS
    if few or (found.low < UNLIKELY and found.high > REALISTIC):
        return "cannot-tell"
    return _by_likelihood(found.share)


def _by_likelihood(likely: float) -> str:
    if likely >= REALISTIC:
        return "realistic"
    return "bold" if likely >= UNLIKELY else "unlikely"


def _experience(found: Cases) -> Experience:
    known = found.cases > 0
    return Experience(
        found.cases,
        found.schools,
        found.reached,
        found.share if known else None,
        found.low if known else None,
        found.high if known else None,
        found.by_chance,
        found.beyond,
    )


def _share_sentences(verdict: str, target: ShareTarget, found: ShareCases) -> tuple[str, ...]:
    span = counted(target.years, "год", "года", "лет")
    if not found.cases.cases:
        return (VERDICTS[verdict], f"Ни одной похожей школы с результатами через {span} в данных нет.")
    side = "и меньше" if target.goal < target.start else "и больше"
    like = (
        f"у школы с {found.sizes[0]}–{found.sizes[1]} участниками было "
        f"{100 * found.starts[0]:.0f}–{percent(found.starts[1])}"
    )
    return (
        VERDICTS[verdict],
        (
            f"Из {counted(found.cases.cases, 'случая', 'случаев', 'случаев')} "
            f"({counted(found.cases.schools, 'школа', 'школы', 'школ')}), когда {like}, через {span} "
            f"{percent(target.goal)} {side} увидели в {found.cases.reached}: {_with_interval(found.cases)}."
        ),
        *_of_chance(found.cases),
    )


def _year(years: YearsCounted, rules: RuleSet, target: GroupTarget, after: int) -> YearOfGroup:
    found, wanted = leaving_cases(years, rules, after), target.wanted(after)
    probability = _chance(years, rules, target, after) if found.cases >= FEWEST_CASES else None
    verdict = _group_verdict(found, probability)
    first = f"{_GROUP_VERDICTS[verdict]}."
    if verdict != "cannot-tell" and probability is not None:
        first = f"{_GROUP_VERDICTS[verdict]}: если всё пойдёт как прежде, вероятность {likelihood(probability)}."
    sentences = (first, *_group_sentences(verdict, target, after, found))
    return YearOfGroup(after, wanted, verdict, probability, _experience(found), sentences)


def _chance(years: YearsCounted, rules: RuleSet, target: GroupTarget, after: int) -> float:
    """Return the probability by the schools listed now; by past cases where the forecast cannot tell of them."""
    shares, wanted = shares_leaving(years, rules, after), target.wanted(after)
    if shares is None:
        return chance_of_reaching(leaving_cases(years, rules, after), target.schools, wanted)
    return chance_of_group(shares, target.schools, wanted)


def _group_verdict(found: Cases, probability: float | None) -> str:
    if probability is None or found.schools < FEWEST_SCHOOLS:
        return "cannot-tell"
    return _by_likelihood(probability)


_GROUP_VERDICTS = {
    "realistic": "Цель достижимая",
    "bold": "Цель смелая",
    "unlikely": "Цель маловероятная",
    "cannot-tell": "Судить нельзя: школ, которые были в списке и о которых известно, что стало потом, мало",
}


def _group_sentences(verdict: str, target: GroupTarget, after: int, found: Cases) -> tuple[str, ...]:
    span, wanted = counted(after, "год", "года", "лет"), target.wanted(after)
    asked = f"Через {span} вне списка – {wanted} из {target.schools}."
    if verdict == "cannot-tell":
        return (asked, f"Таких случаев в данных {found.cases}.")
    return (
        asked,
        (
            f"Из {counted(found.cases, 'случая', 'случаев', 'случаев')} "
            f"({counted(found.schools, 'школа', 'школы', 'школ')}), когда школа была в списке, через {span} вне его "
            f"оказались {found.reached}: {_with_interval(found)}."
        ),
        *_of_chance(found),
    )


def _with_interval(found: Cases) -> str:
    return f"{percent(found.share)}, интервал 95\u00a0% – от {percent(found.low)} до {percent(found.high)}"


def _of_chance(found: Cases) -> tuple[str, ...]:
    """Return what chance alone gives and what it means for the target."""
    if found.by_chance is None or found.beyond is None:
        return ()
    beyond = found.share - found.by_chance
    first = (
        f"Один только случай – другие ученики при той же истинной доле – дал бы это в {percent(found.by_chance)} "
        f"случаев; настоящие изменения, в том числе колебания от года к году, – {_points(beyond)} "
        f"(от {_points(found.beyond[0])} до {_points(found.beyond[1])}) пункта."
    )
    if found.reached and found.by_chance >= found.share / 2:
        return (
            first,
            "Не меньше половины успехов могло бы выйти случайно: одно достижение цели не покажет, что помогло.",
        )
    return (first,)


def _points(share: float) -> str:
    return f"{round(100 * share)}".replace("-", "−")
