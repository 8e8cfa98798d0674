"""A saved list turned back into the library's records, so that reports say what was copied and not what is now so."""

import json
from collections.abc import Iterable
from functools import lru_cache

from opora.reports.order_document import Order, OrderedSchool
from opora.reports.people_decided import Decision
from opora.reports.wording import listed_words
from opora.tables.identification import Identification, IdentifiedSchool
from opora_web.programme.identification.models import ListBasis, ListEntry, SchoolList
from opora_web.programme.identification.rules import is_decided_otherwise, track_words

#: Lists whose pictures and documents are looked at together: this one and the one before.
_LISTS_IN_MEMORY = 2


def saved_answer(school_list: SchoolList) -> Identification:
    """Return the identification as it was when the list was made, with all schools that were considered."""
    return _as_made(school_list.pk, json.dumps(school_list.answer, sort_keys=True))


@lru_cache(maxsize=_LISTS_IN_MEMORY)
def _as_made(school_list: int, answer: str) -> Identification:
    """Return the same; a region's list is megabytes, and its basis never changes, so that it is read once."""
    schools = ListBasis.objects.values_list("schools", flat=True).get(school_list=school_list)
    return Identification.model_validate(json.loads(answer) | {"schools": schools})


def saved_rule(school_list: SchoolList) -> Identification:
    """Return the same without schools: the rule in words, its numbers and the summary."""
    return Identification.model_validate(school_list.answer | {"schools": []})


def saved_finding(entry: ListEntry) -> IdentifiedSchool:
    """Return the finding that was copied into a place on a list."""
    return IdentifiedSchool.model_validate(entry.finding)


def decisions_of(school_list: SchoolList) -> dict[str, Decision]:
    """Return what people decided otherwise than the rule, by school code."""
    entries = ListEntry.objects.filter(school_list=school_list, trashed_at__isnull=True).select_related("school")
    return {
        str(one.school.code): Decision(is_included=one.is_included, why=one.reason)
        for one in entries
        if is_decided_otherwise(one)
    }


def order_of(school_list: SchoolList, entries: Iterable[ListEntry], authority: str) -> Order:
    """Return what the order of a list is made of."""
    everyone = list(entries)
    return Order(
        authority=authority,
        number=school_list.order_number,
        date=f"{school_list.order_date:%d.%m.%Y}" if school_list.order_date else "",
        identification=saved_rule(school_list),
        schools=[_ordered(one) for one in everyone if one.is_included],
        left_out=[_ordered(one) for one in everyone if not one.is_included and is_decided_otherwise(one)],
    )


def _ordered(entry: ListEntry) -> OrderedSchool:
    decision = "включена" if entry.is_included else "исключена"
    return OrderedSchool(
        municipality=entry.school.parent.name if entry.school.parent else "",
        name=entry.school.name,
        standing=listed_words(saved_finding(entry)),
        track=track_words(entry.track),
        decision=decision if is_decided_otherwise(entry) else "",
        why=entry.reason if is_decided_otherwise(entry) else "",
    )
