"""One group of schools keeps one name throughout a plan."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from opora.plans.remarks import remark, remark_on
from opora.tables.plan import Measure, Place, Plan, PlanProblem
from opora.vocabulary.spelling import plain


def _schools(words: str) -> re.Pattern[str]:
    """Return a pattern of schools with these words; teachers with low results are another matter."""
    return re.compile(rf"(?:школ|организаци|учреждени)\w*,? (?:\w+ ){{0,3}}{words}")


#: Group of schools → its names: how it is written → how it is shown.
GROUPS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "low": (
        (re.compile(r"\bшнор\b"), "ШНОР"),
        (re.compile(r"\bшнро\b"), "ШНРО"),
        (re.compile(r"\bшнр\b"), "ШНР"),
        (_schools("с низкими образовательными результатами"), "с низкими образовательными результатами"),
        (_schools("с низкими результатами обучения"), "с низкими результатами обучения"),
        (_schools("с низкими результатами(?! обучения)"), "с низкими результатами"),
        (_schools("со стабильно низкими (?:образовательными )?результатами"), "со стабильно низкими результатами"),
    ),
    "adverse": (
        (re.compile(r"\bшнсу\b"), "ШНСУ"),
        (re.compile(r"\bшссу\b"), "ШССУ"),
        (re.compile(r"в неблагоприятных социальных условиях"), "в неблагоприятных социальных условиях"),
        (re.compile(r"в сложных социальных условиях"), "в сложных социальных условиях"),
        (re.compile(r"в трудных социальных условиях"), "в трудных социальных условиях"),
    ),
}  # fmt: skip
_SHORT = re.compile(r"^[А-Я]{3,5}$")
_LIKE_SHORT = re.compile(r"(?<!\w)Ш[А-ЯЁ]{2,4}(?!\w)")
#: Abbreviations on «Ш» that are not these schools.
_OTHERS = frozenset({"ШМО", "ШСК", "ШКОЛ", "ШКОЛА", "ШКОЛЫ", "ШВР", "ШСП", "ШСОКО", "ШИБЦ", "ШВЭ"})
_FEW, _TIMES_RARER = 2, 3


def group_names(plan: Plan) -> Iterator[PlanProblem]:
    """Yield groups of schools called by several names, and abbreviations that look like mistyped ones."""
    counted = _names(plan)
    for names in counted.values():
        short = [name for name in names if _SHORT.match(name)]
        whole = [name for name in names if not _SHORT.match(name)]
        if len(short) > 1 or len(whole) > 1:
            found = ", ".join(f"«{name}» – {count}" for name, count in names.most_common())
            yield remark("group-named-differently", found, _first_place(plan, names))
    yield from _mistyped(plan)


def _names(plan: Plan) -> dict[str, Counter[str]]:
    """Return how often each group is called by each of its names."""
    found: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    for text in (plan.title or "", *(section.title for section in plan.sections), *map(_text, plan.measures)):
        words = plain(text)
        for group, names in GROUPS.items():
            for pattern, shown in names:
                found[group][shown] += len(pattern.findall(words))
    return {group: +names for group, names in found.items()}


def _first_place(plan: Plan, names: Counter[str]) -> Place | None:
    """Return where the group is called for the first time by the name that is used least."""
    rarest = names.most_common()[-1][0]
    pattern = next(pattern for group in GROUPS.values() for pattern, shown in group if shown == rarest)
    return next((measure.place for measure in plan.measures if pattern.search(plain(_text(measure)))), None)


def _mistyped(plan: Plan) -> Iterator[PlanProblem]:
    counts = Counter(word for measure in plan.measures for word in _LIKE_SHORT.findall(_text(measure)))
    known = {shown for names in GROUPS.values() for _, shown in names if _SHORT.match(shown)}
    for measure in plan.measures:
        for word in dict.fromkeys(_LIKE_SHORT.findall(_text(measure))):
            if word in known | _OTHERS:
                continue
            usual = [name for name in known if counts[name] >= max(_FEW, _TIMES_RARER * counts[word])]
            near = get_close_matches(word, usual, n=1, cutoff=0.7)
            if near:
                yield remark_on(measure, "group-name-doubtful", f"«{word}»; обычно в плане «{near[0]}»")


def _text(measure: Measure) -> str:
    parties = " ".join(party.text for party in measure.responsible)
    return f"{measure.name} {measure.expected} {measure.note} {parties}"
