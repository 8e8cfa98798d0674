"""Answers of the analyses of a release: read where they are there, made at once where that is quick, else in the queue.

A server answers many people: what would keep it busy for longer than about a second is done by the background worker,
and the page says so meanwhile.
"""

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict, TypeAdapter

from opora.measuring.answered_items import items_of_release
from opora.measuring.growth import Growth
from opora.measuring.item_scale import ItemScale, item_scale
from opora.measuring.items import Asked, items_of_paper
from opora.measuring.list_forecast import ListForecast
from opora.measuring.mentors import Mentors, mentors_of_school
from opora.measuring.objectivity import Objectivity, objectivity
from opora.measuring.school_conditions import school_conditions
from opora.measuring.school_growth import school_growth
from opora.measuring.support_effect import EffectOfSupport
from opora.measuring.target_realism import GroupRealism, ShareRealism, group_realism, share_realism
from opora.measuring.written_papers import written_paper
from opora.store import Release
from opora.tables.item_answers import ItemsAnswer
from opora.tables.school_conditions import ContextAnswer
from opora.tables.school_growth import GrowthAnswer
from opora.vocabulary.refusal import AnalysisRefusedError
from opora_web.facts import DEFAULT_RULES, Facts, rules_named
from opora_web.programme.analysis.exam_ways import exam_ways, growth_of_exams
from opora_web.programme.analysis.gaps import SchoolGaps, gaps_of_schools
from opora_web.programme.analysis.papers import growth_choices, held_papers
from opora_web.programme.analysis.supported import accompanied_schools, effect_of_release, read_accompanied
from opora_web.programme.analysis.typed_targets import group_target, share_target
from opora_web.programme.analysis.years import forecast_of, weight_of_years, years_of

#: Results that are looked through within about a second.
QUICK_ROWS = 6_000

#: Mentors are sought through items, growth and signs of objectivity; of many some may be seen by who asks.
_STEPS_TO_MENTORS, _MOST_MENTORS = 3, 30

#: A pupil's percentile takes about as long as so many results looked through.
_MODELS_OF_PERCENTILES = 5

#: A job nobody has heard of for so long is asked for again.
SILENCE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Question:
    """What is asked of a release: a method, and the words that say of what (a paper's code, a school, a year)."""

    method: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the answer is kept under; words of files never become the name of a file."""
        digest = hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:24]
        return f"analysis-{self.method}-{digest}"


class AnalysisAnswer(BaseModel):
    """An answer, or why there is none."""

    model_config = ConfigDict(frozen=True)

    answer: Any = None
    refused: str = ""


@dataclass(frozen=True)
class Counting:
    """The answer is being made; since when."""

    since: dt.datetime


@dataclass(frozen=True)
class Method:
    """How one kind of question is answered.

    Attributes:
        kind: of the answer.
        compute: of the release and the question's words.
        rows: how many results it looks through.
    """

    kind: TypeAdapter[Any]
    compute: Callable[[Facts, Release, tuple[str, ...]], Any]
    rows: Callable[[Facts, tuple[str, ...]], int]


def _growth(facts: Facts, release: Release, words: tuple[str, ...]) -> GrowthAnswer:
    choice = growth_choices(facts)[words[0]]
    return school_growth(release, choice.asked, choice.years if words[1] == "together" else choice.years[:1])


def _rows_of_way(facts: Facts, words: tuple[str, ...]) -> int:
    return _MODELS_OF_PERCENTILES * exam_ways(facts)[words[0]].pupils


def _items(facts: Facts, release: Release, words: tuple[str, ...]) -> ItemsAnswer:
    return items_of_paper(release, held_papers(facts)[words[0]].paper, Asked())


def _gaps(facts: Facts, _release: Release, words: tuple[str, ...]) -> dict[str, SchoolGaps]:
    by_items = measure(facts, Question("items", words)).answer
    return gaps_of_schools(by_items.rows if by_items else ())


def _items_of_school(facts: Facts, release: Release, words: tuple[str, ...]) -> ItemsAnswer:
    code, school, pupil, *similar = words
    asked = Asked(school, None, pupil or None, tuple(similar))
    return items_of_paper(release, held_papers(facts)[code].paper, asked)


def _scale(facts: Facts, release: Release, words: tuple[str, ...]) -> ItemScale:
    answered = items_of_release(release, held_papers(facts)[words[0]].paper)
    is_longer = max(one.maximum for one in answered.items) > 1
    return item_scale(answered, "pcm" if is_longer else "rasch")


def _objectivity(facts: Facts, release: Release, words: tuple[str, ...]) -> Objectivity:
    return objectivity(written_paper(release, held_papers(facts)[words[0]].paper))


def _context(_facts: Facts, release: Release, words: tuple[str, ...]) -> ContextAnswer:
    return school_conditions(release, int(words[0]))


def _forecast(facts: Facts, release: Release, words: tuple[str, ...]) -> ListForecast:
    return forecast_of(facts, release, words[0])


def _effect(_facts: Facts, release: Release, words: tuple[str, ...]) -> EffectOfSupport:
    return effect_of_release(release, read_accompanied(words[0]))


def _group_target(facts: Facts, _release: Release, words: tuple[str, ...]) -> GroupRealism:
    rules, schools, shares = words
    asked = group_target({"schools": schools, "shares": shares})
    return group_realism(years_of(facts, rules), rules_named(rules), asked)


def _share_target(facts: Facts, _release: Release, words: tuple[str, ...]) -> ShareRealism:
    rules, *typed = words
    return share_realism(
        years_of(facts, rules), share_target(dict(zip(("start", "goal", "years", "size"), typed, strict=True)))
    )


def _mentors(facts: Facts, release: Release, words: tuple[str, ...]) -> Mentors:
    return mentors_of_school(release, held_papers(facts)[words[0]].paper, words[1], _MOST_MENTORS)


def _rows_of_mentors(facts: Facts, words: tuple[str, ...]) -> int:
    return _STEPS_TO_MENTORS * held_papers(facts)[words[0]].pupils


def _rows_of_years(facts: Facts, _words: tuple[str, ...]) -> int:
    return weight_of_years(facts)


def _rows_of_paper(facts: Facts, words: tuple[str, ...]) -> int:
    return held_papers(facts)[words[0]].pupils


def _rows_of_growth(facts: Facts, words: tuple[str, ...]) -> int:
    choice = growth_choices(facts)[words[0]]
    return choice.pupils if words[1] == "together" else choice.pupils // len(choice.years)


def _rows_of_year(facts: Facts, words: tuple[str, ...]) -> int:
    return sum(one.pupils for one in held_papers(facts).values() if one.paper.year == int(words[0])) // 8


#: Every question there is, by its method.
METHODS: dict[str, Method] = {
    "growth": Method(TypeAdapter(GrowthAnswer), _growth, _rows_of_growth),
    "percentiles": Method(TypeAdapter(Growth), growth_of_exams, _rows_of_way),
    "items": Method(TypeAdapter(ItemsAnswer), _items, _rows_of_paper),
    "gaps": Method(TypeAdapter(dict[str, SchoolGaps]), _gaps, _rows_of_paper),
    "items-of-school": Method(TypeAdapter(ItemsAnswer), _items_of_school, _rows_of_paper),
    "scale": Method(TypeAdapter(ItemScale), _scale, _rows_of_paper),
    "objectivity": Method(TypeAdapter(Objectivity), _objectivity, _rows_of_paper),
    "context": Method(TypeAdapter(ContextAnswer), _context, _rows_of_year),
    "forecast": Method(TypeAdapter(ListForecast), _forecast, _rows_of_years),
    "mentors": Method(TypeAdapter(Mentors), _mentors, _rows_of_mentors),
    "effect": Method(TypeAdapter(EffectOfSupport), _effect, _rows_of_years),
    "group-target": Method(TypeAdapter(GroupRealism), _group_target, _rows_of_years),
    "share-target": Method(TypeAdapter(ShareRealism), _share_target, _rows_of_years),
}

_ANSWER = TypeAdapter(AnalysisAnswer)
_USUAL = "usual-answers"

#: Answers about one school are read anew each time: there are too many to be kept in memory.
_ABOUT_ONE = frozenset({"items-of-school", "mentors"})

#: A region's schools by items are tens of thousands of rows: only the last few papers asked about are kept in memory.
_LARGE = frozenset({"items"})


def analysis_answer(facts: Facts, question: Question, moment: dt.datetime) -> AnalysisAnswer | Counting:
    """Return the answer, made now where that is quick; else have the worker make it and say since when."""
    is_quick = METHODS[question.method].rows(facts, question.words) <= QUICK_ROWS
    if is_quick or facts.is_measured(question.name):
        return measure(facts, question)
    return _counting(facts, question, moment)


def answer_there(facts: Facts, question: Question) -> AnalysisAnswer | None:
    """Return the answer where it has been made; nothing is made and nobody is asked."""
    return measure(facts, question) if facts.is_measured(question.name) else None


def usual_questions(facts: Facts) -> list[Question]:
    """Return what people will ask of a release: the last year's papers, and growth of all there are."""
    last = [one for one in held_papers(facts).values() if facts.years and one.paper.year == facts.years[0]]
    asked = [Question("context", (str(year),)) for year in facts.years[:1]]
    if len(facts.years) > 1:
        accompanied = accompanied_schools(facts)
        asked.append(Question("forecast", (DEFAULT_RULES,)))
        asked += [Question("effect", (str(accompanied),))] if accompanied.schools else []
    for choice in growth_choices(facts).values():
        asked.append(Question("growth", (choice.code, "last")))
        asked += [Question("growth", (choice.code, "together"))] if len(choice.years) > 1 else []
    asked += [Question("percentiles", (code,)) for code in exam_ways(facts)]
    by_items = [one.code for one in last if one.with_items or one.has_report]
    asked += [Question(method, (code,)) for code in by_items for method in ("items", "gaps")]
    asked += [Question("scale", (one.code,)) for one in last if one.with_items]
    asked += [Question("objectivity", (one.code,)) for one in last if one.with_scores]
    return asked


def prepare_answers(facts: Facts, moment: dt.datetime) -> None:
    """Have the worker make the usual answers of a release, once, so that pages need not wait for them."""
    from opora_web.programme.analysis.tasks import make_usual_answers  # the task makes what is asked here

    if facts.number and _is_first(facts, _USUAL, moment):
        make_usual_answers.enqueue(facts.number)


def measure(facts: Facts, question: Question) -> AnalysisAnswer:
    """Make the answer, or read it where it has been made."""
    if question.method in _ABOUT_ONE:
        return _read(facts, question)
    if question.method in _LARGE:
        return _recent(facts, question)
    return facts.kept(question.name, lambda: _read(facts, question))


@lru_cache(maxsize=4)
def _recent(facts: Facts, question: Question) -> AnalysisAnswer:
    return _read(facts, question)


def _read(facts: Facts, question: Question) -> AnalysisAnswer:
    method = METHODS[question.method]

    def compute(release: Release) -> AnalysisAnswer:
        try:
            answer = method.compute(facts, release, question.words)
        except AnalysisRefusedError as why:
            return AnalysisAnswer(refused=str(why))
        return AnalysisAnswer(answer=method.kind.dump_python(answer, mode="json"))

    found = facts.measured(question.name, _ANSWER, compute)
    if found.refused:
        return found
    return AnalysisAnswer(answer=method.kind.validate_python(found.answer, strict=False))


def _counting(facts: Facts, question: Question, moment: dt.datetime) -> Counting:
    """Ask the worker, once: whoever comes meanwhile is told since when it works."""
    from opora_web.programme.analysis.tasks import make_answer  # the task makes what is asked here

    if not _is_first(facts, question.name, moment):
        return Counting(_asked_at(facts, question.name) or moment)
    make_answer.enqueue(facts.number, question.method, list(question.words))
    return Counting(moment)


def _mark(facts: Facts, name: str) -> Path:
    return Path(settings.COMPUTED) / f"{facts.number:06d}" / f"{name}.asked"


def _asked_at(facts: Facts, name: str) -> dt.datetime | None:
    mark = _mark(facts, name)
    return dt.datetime.fromtimestamp(mark.stat().st_mtime, dt.UTC) if mark.exists() else None


def _is_first(facts: Facts, name: str, moment: dt.datetime) -> bool:
    """Tell whether nobody has asked for it – of late, unless it was the usual answers – and mark that one has now."""
    asked_at = _asked_at(facts, name)
    if asked_at is not None and (name == _USUAL or moment - asked_at <= SILENCE):
        return False
    mark = _mark(facts, name)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    os.utime(mark, (moment.timestamp(), moment.timestamp()))
    return True
