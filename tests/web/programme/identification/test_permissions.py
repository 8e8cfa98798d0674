"""Who may open which address of a list: every address against every persona."""

import pytest
from django.test import Client

from opora_web.programme.identification.actions import answer_for_school
from opora_web.programme.identification.models import ListEntry, SchoolList
from opora_web.programme.identification.queries import entries_visible_to, lists_visible_to
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.identification.conftest import MADE_AT

EVERYONE = tuple(PERSONAS)
_IDENTIFY = {"analyst", "coordinator", "methodologist"}
_OFFICE = _IDENTIFY | {"authority-head"}
_APPROVE = {"coordinator", "authority-head"}

#: Address → who of the district and above it may open it; «stranger» may open what names no list of others.
PAGES = {
    "/lists/": _OFFICE | {"stranger"},
    "/lists/new/": _IDENTIFY | {"stranger"},
    "/lists/new/what-if/?year=2024&rules=federal-2020": _IDENTIFY | {"stranger"},
    "/lists/new/funnel.svg?year=2024&rules=federal-2020": _IDENTIFY | {"stranger"},
    "/lists/own/": {"head", "deputy", "neighbour-head"},
    "/lists/{list}/": _OFFICE,
    "/lists/{list}/answers/": _OFFICE,
    "/lists/{list}/history/": _OFFICE,
    "/lists/{list}/approve/": _APPROVE,
    "/lists/{list}/order.docx": _OFFICE,
    "/lists/{list}/list.docx": _OFFICE,
    "/lists/{list}/list.xlsx": _OFFICE,
    "/lists/{list}/funnel.svg": _OFFICE,
    "/lists/entries/{entry}/": _OFFICE | {"head", "deputy"},
}
DEEDS = {
    "/lists/{list}/discuss/": _IDENTIFY,
    "/lists/{list}/draft/": _IDENTIFY,
    "/lists/{list}/approve/": _APPROVE,
    "/lists/{list}/withdraw/": _IDENTIFY,
    "/lists/{list}/trash/": _IDENTIFY,
    "/lists/{list}/attach/": _APPROVE,
    "/lists/{list}/put-on/": _IDENTIFY,
    "/lists/entries/{entry}/decide/": _IDENTIFY,
    "/lists/entries/{entry}/track/": _IDENTIFY,
    "/lists/entries/{entry}/reply/": _IDENTIFY,
    "/lists/entries/{entry}/answer/": {"head", "deputy"},
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_to_those_it_is_for(
    address: str, discussed: SchoolList, own_entry: ListEntry, signed_in: SignedIn, people: People
):
    where = address.format(list=discussed.pk, entry=own_entry.pk)
    may = {name for name in EVERYONE if signed_in(name).get(where).status_code == 200}
    assert may == PAGES[address]


@pytest.mark.parametrize("address", DEEDS)
def test_a_deed_is_refused_to_everybody_else(
    address: str, discussed: SchoolList, own_entry: ListEntry, signed_in: SignedIn, people: People
):
    answer_for_school(own_entry_anew(own_entry), {"agrees": True, "text": ""}, people["head"], MADE_AT)
    where = address.format(list=discussed.pk, entry=own_entry.pk)
    others = [name for name in EVERYONE if name not in DEEDS[address]]
    assert {signed_in(name).post(where).status_code for name in others} <= {403, 404}
    may = {name: signed_in(name).post(where, {"junk": "да"}).status_code for name in sorted(DEEDS[address])}
    assert set(may.values()) <= {200, 302, 404}
    assert 403 not in may.values()


def own_entry_anew(entry: ListEntry) -> ListEntry:
    return ListEntry.objects.get(pk=entry.pk)


def test_a_person_without_sign_in_is_sent_to_sign_in(discussed: SchoolList, client: Client):
    for address in PAGES:
        answer = client.get(address.format(list=discussed.pk, entry=1))
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


def test_a_neighbour_sees_no_list_of_the_district(discussed: SchoolList, people: People):
    assert list(lists_visible_to(people["coordinator"])) == [discussed]
    assert list(lists_visible_to(people["analyst"])) == [discussed]
    assert not lists_visible_to(people["stranger"]).exists()
    assert not entries_visible_to(people["stranger"]).exists()


def test_a_head_sees_the_own_place_only(discussed: SchoolList, people: People):
    assert {one.school for one in entries_visible_to(people["head"])} == {people.schools[0]}
    assert not lists_visible_to(people["head"]).exists()
