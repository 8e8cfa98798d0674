"""What analyses add to the page of a school: short words, each with a way to the whole."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from opora.findings.reliability import NOT_RELIABLE
from opora.reports.growth_words import school_sentences
from opora.reports.item_words import by_significance, item_name
from opora.tables.item_answers import ItemRow
from opora_web.accounts.models import Organisation
from opora_web.facts import Facts, current_facts
from opora_web.programme.analysis.context import school_context_sentences
from opora_web.programme.analysis.gaps import SchoolGaps
from opora_web.programme.analysis.measured import Question, answer_there, measure
from opora_web.programme.analysis.papers import growth_choices, papers_with_items
from opora_web.programme.objectivity.queries import questions_visible_to

_LARGEST = 3
Words = dict[str, Any]


def growth_words(_person: Any, school: Organisation, _today: object) -> Words | None:
    """Return what growth says of the school in the paper of most schools; None where nothing can be computed."""
    facts = current_facts()
    choices = list(growth_choices(facts).values()) if school.code in facts.schools else []
    if not choices:
        return None
    found = answer_there(facts, Question("growth", (choices[0].code, "last")))
    if found is None:
        return _counting("growth", school)
    own = next((one for one in found.answer.schools if one.school == school.code), None) if found.answer else None
    sentences = school_sentences(own, found.answer)[:2] if own and found.answer.can_tell else []
    return {"sentences": [f"{found.answer.title}.", *sentences], "link": _link("growth", school)} if sentences else None


def deficit_words(_person: Any, school: Organisation, _today: object) -> Words | None:
    """Return the largest deficits of the school over the last year's papers, honest about chance."""
    facts = current_facts()
    if school.code not in facts.schools or not facts.years:
        return None
    papers = [code for code, one in papers_with_items(facts).items() if one.paper.year == facts.years[0]]
    told = {code: found for code in papers if (found := gaps_there(facts, code)) is not None}
    if not told:
        return _counting("items", school) if papers else None
    own = {code: found[str(school.code)] for code, found in told.items() if school.code in found}
    compared = sum(one.compared for one in own.values())
    if not compared:
        return None
    gaps = [(code, row) for code, one in own.items() for row in one.gaps]
    order = {id(row): place for place, row in enumerate(by_significance([row for _, row in gaps]))}
    gaps.sort(key=lambda one: order[id(one[1])])
    return {
        "compared": compared,
        "gaps": len(gaps),
        "largest": [_deficit(facts, code, row) for code, row in _different(gaps)[:_LARGEST]],
        "link": _link("items", school),
    }


def gaps_there(facts: Facts, paper: str) -> dict[str, SchoolGaps] | None:
    """Return the gaps of every school in a paper; None where its items have not been looked through."""
    is_known = any(facts.is_measured(Question(method, (paper,)).name) for method in ("gaps", "items"))
    found: dict[str, SchoolGaps] | None = measure(facts, Question("gaps", (paper,))).answer if is_known else None
    return found


def _different(gaps: list[tuple[str, ItemRow]]) -> list[tuple[str, ItemRow]]:
    """Return gaps in their order, of each skill of a paper the first: an item and its skill are one trouble."""
    found: dict[tuple[str, str], tuple[str, ItemRow]] = {}
    for code, row in gaps:
        found.setdefault((code, row.skill or row.item), (code, row))
    return list(found.values())


def _deficit(facts: Facts, code: str, row: ItemRow) -> Words:
    return {
        "name": item_name(row),
        "skill": row.skill if row.kind == "item" else "",
        "paper": papers_with_items(facts)[code].paper.label,
        "share": row.share,
        "others": row.others,
    }


def context_words(_person: Any, school: Organisation, _today: object) -> Words | None:
    """Return what the context says of the school."""
    facts = current_facts()
    known = facts.schools.get(school.code or "")
    if known is None or not known.context or not facts.years:
        return None
    found = answer_there(facts, Question("context", (str(facts.years[0]),)))
    if found is None:
        return _counting("context", school)
    own = next((one for one in found.answer.schools if one.school == school.code), None) if found.answer else None
    return {"sentences": school_context_sentences(own), "link": _link("context", school)} if own else None


def objectivity_words(person: Any, school: Organisation, _today: object) -> Words | None:
    """Return the questions about the school's results, to those who may know of them."""
    found = list(questions_visible_to(person).select_related(None).filter(school=school))
    return {"questions": found, "not_reliable": NOT_RELIABLE} if found else None


def _link(analysis: str, school: Organisation) -> str:
    return f"{reverse('analysis', args=[analysis])}?{urlencode({'school': school.code})}"


def _counting(analysis: str, school: Organisation) -> Words:
    return {"is_counting": True, "link": _link(analysis, school)}
