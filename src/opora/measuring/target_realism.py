"""Is a target within reach, in words: how likely it is if all goes as before, and what like schools came to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.shares import wilson_interval
from opora.analysis.target_realism import (
    GroupTarget,
    LikeSchools,
    Outcomes,
    Precedents,
    ShareTarget,
    group_ahead,
    leaving_precedents,
    like_schools,
    share_ahead,
)
from opora.findings.sentences import likelihood
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted, percent

#: A target is realistic if at least so likely, unlikely if less likely than the second.
REALISTIC, UNLIKELY = 1 / 3, 0.10

VERDICTS = {
    "realistic": "цель достижимая",
    "bold": "цель смелая",
    "unlikely": "цель маловероятная",
    "cannot-tell": "судить нельзя",
}

_TINY = 1e-9


@dataclass(frozen=True)
class Prospect:
    """What may come if all goes as before.

    Attributes:
        probability: of reaching the target.
        expected: what comes on average: a share of a school's pupils, or how many schools are off the list.
        low: in 95 cases of 100 no less than this comes.
        high: and no more than this.
    """

    probability: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Experience:
    """What came of schools in the same position; null where nothing is known.

    Attributes:
        cases: cases of the past.
        schools: different schools among them.
        reached: in how many the target was reached.
        share: their share.
        by_chance: share that chance alone gives with unchanged true shares.
    """

    cases: int
    schools: int
    reached: int
    share: float | None
    by_chance: float | None


@dataclass(frozen=True)
class ShareRealism:
    """How realistic a share is.

    Attributes:
        verdict: realistic, bold, unlikely or cannot-tell.
        prospect: of such a school; null – cannot be told.
        experience: of like schools.
        starts: between which shares they began.
        sizes: between which numbers of pupils they are.
        sentences: the same in words, the verdict first.
    """

    verdict: str
    prospect: Prospect | None
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
        prospect: of the schools that are on the list now; null – cannot be told.
        experience: of schools that were on it before.
        sentences: the same in words, the verdict first.
    """

    years: int
    wanted: int
    verdict: str
    prospect: Prospect | None
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
    like = like_schools(years, target)
    prospect = _of_share(share_ahead(years, target), target) if like.precedents.cases else None
    sentences = _share_sentences(target, like, prospect)
    return ShareRealism(_verdict(prospect), prospect, _experience(like.precedents), like.starts, like.sizes, sentences)


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


def _require_target(target: ShareTarget) -> None:
    if not (0 <= target.start <= 1 and 0 <= target.goal <= 1) or target.start == target.goal:
        raise AnalysisRefusedError(
            f"Цель: с {percent(target.start)} до {percent(target.goal)}. Ожидаются две разные доли от 0 до 100 %."
        )
    if target.years < 1 or target.pupils < 1:
        raise AnalysisRefusedError("Цель: лет и участников ожидается не меньше одного.")


def _of_share(outcomes: Outcomes | None, target: ShareTarget) -> Prospect | None:
    """Return the prospect of a share; pupils are whole, so the goal is the nearest number that still reaches it."""
    if outcomes is None:
        return None
    wanted, (low, high) = target.goal * target.pupils, outcomes.interval()
    is_fall = target.goal < target.start
    likely = outcomes.at_most(floor(wanted + _TINY)) if is_fall else outcomes.at_least(ceil(wanted - _TINY))
    return Prospect(likely, outcomes.mean / target.pupils, low / target.pupils, high / target.pupils)


def _of_group(outcomes: Outcomes | None, wanted: int) -> Prospect | None:
    if outcomes is None:
        return None
    low, high = outcomes.interval()
    return Prospect(outcomes.at_least(wanted), outcomes.mean, low, high)


def _verdict(prospect: Prospect | None) -> str:
    if prospect is None:
        return "cannot-tell"
    if prospect.probability >= REALISTIC:
        return "realistic"
    return "bold" if prospect.probability >= UNLIKELY else "unlikely"


def _judged(goal: str, prospect: Prospect | None, spelled: Callable[[float], str]) -> str:
    """Return the verdict on a goal in words, with what to expect instead; numbers are spelled as its kind wants."""
    verdict = VERDICTS[_verdict(prospect)]
    if prospect is None:
        return f"{goal} – {verdict}: в данных мало школ, лет или похожих случаев."
    limits = f"от {spelled(prospect.low)} до {spelled(prospect.high)}"
    return (
        f"{goal} – {verdict}: если всё пойдёт как прежде, вероятность {likelihood(prospect.probability)}. "
        f"Ожидается {spelled(prospect.expected)}, в 95 случаях из 100 – {limits}."
    )


def _experience(found: Precedents) -> Experience:
    return Experience(found.cases, found.schools, found.reached, found.share, found.by_chance)


def _share_sentences(target: ShareTarget, like: LikeSchools, prospect: Prospect | None) -> tuple[str, ...]:
    span = counted(target.years, "год", "года", "лет")
    goal = f"{percent(target.goal)} {'и меньше' if target.goal < target.start else 'и больше'}"
    judged = _judged(f"Через {span} {goal}", prospect, percent)
    if not like.precedents.cases:
        return judged, f"Ни одной похожей школы с результатами через {span} в данных нет."
    past = (
        f"Прежде: из {_cases(like.precedents)}, когда у школы с {like.sizes[0]}–{like.sizes[1]} участниками было "
        f"{100 * like.starts[0]:.0f}–{percent(like.starts[1])}, через {span} {goal} увидели в "
        f"{like.precedents.reached}: {percent(like.precedents.share or 0)}."
    )
    return judged, past, *_of_chance(like.precedents)


def _year(years: YearsCounted, rules: RuleSet, target: GroupTarget, after: int) -> YearOfGroup:
    found, wanted = leaving_precedents(years, rules, after), target.wanted(after)
    prospect = _of_group(group_ahead(years, rules, after, target.schools), wanted) if found.cases else None
    span = counted(after, "год", "года", "лет")
    sentences = (
        _judged(f"Через {span} вне списка {wanted} из {target.schools}", prospect, _schools),
        *_left_before(found, span),
        *_doubt(found, prospect, target.schools),
    )
    return YearOfGroup(after, wanted, _verdict(prospect), prospect, _experience(found), sentences)


def _schools(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _left_before(found: Precedents, span: str) -> tuple[str, ...]:
    if not found.cases:
        return (f"Школ, о которых известно, что стало через {span} после списка, в данных нет.",)
    left = (
        f"Прежде: из {_cases(found)}, когда школа была в списке, через {span} вне его оказались {found.reached}: "
        f"{percent(found.share or 0)}."
    )
    return (left, *_of_chance(found))


def _doubt(found: Precedents, prospect: Prospect | None, schools: int) -> tuple[str, ...]:
    """Say where schools used to leave more or less often than is expected of those listed now."""
    if prospect is None:
        return ()
    low, high = wilson_interval(found.reached, found.cases)
    expected = prospect.expected / schools
    if low <= expected <= high:
        return ()
    often, wrong = ("реже", "завышена") if expected > high else ("чаще", "занижена")
    of_these = f"ожидается от нынешнего списка ({percent(expected)})"
    return (f"Прежде выходили {often}, чем {of_these}: вероятность может быть {wrong}.",)


def _cases(found: Precedents) -> str:
    return (
        f"{counted(found.cases, 'случая', 'случаев', 'случаев')} ({counted(found.schools, 'школа', 'школы', 'школ')})"
    )


def _of_chance(found: Precedents) -> tuple[str, ...]:
    """Return what chance alone gives and what it means for the target."""
    if found.by_chance is None or found.share is None:
        return ()
    rest = "; остальное – настоящие изменения, в том числе колебания от года к году"
    first = (
        f"Один только случай – другие ученики при той же истинной доле – дал бы это в {percent(found.by_chance)} "
        f"случаев{rest if found.share > found.by_chance else ''}."
    )
    if found.reached and found.by_chance >= found.share / 2:
        return (
            first,
            "Не меньше половины успехов могло бы выйти случайно: одно достижение цели не покажет, что помогло.",
        )
    return (first,)
