"""One door: what each post lets a person see."""

import re

from django.conf import settings

from opora_web.accounts.actions import end_post
from opora_web.accounts.models import OrganisationKind, sort_key
from opora_web.accounts.queries import (
    as_offered,
    issuing_authority,
    may,
    organisations_where,
    own_among,
    posts_held,
    schools_visible_to,
)
from opora_web.accounts.rules import VERB_IN_RUSSIAN, VERBS, Verb
from tests.web.personas import SINCE, People, SignedIn


def test_a_head_sees_only_the_own_school(people: People):
    assert list(schools_visible_to(people["head"])) == [people.schools[0]]


def test_a_coordinator_sees_the_own_district_and_not_the_neighbours(people: People):
    seen = schools_visible_to(people["coordinator"])
    assert {school.parent for school in seen} == {people.municipalities["Речной"]}
    assert len(seen) == len(people.schools)


def test_an_analyst_sees_the_whole_region(people: People):
    seen = schools_visible_to(people["analyst"])
    assert seen.count() > schools_visible_to(people["coordinator"]).count()
    assert {one.kind for one in seen} == {OrganisationKind.SCHOOL}


def test_an_outsider_sees_nothing(people: People):
    for verb in Verb:
        assert not organisations_where(people["outsider"], verb).exists()
        assert not may(people["outsider"], verb)


def test_sight_ends_with_the_post(people: People):
    curator = people["curator"]
    end_post(posts_held(curator)[0], SINCE, None)
    assert not schools_visible_to(people["curator"]).exists()


def test_a_person_who_is_switched_off_sees_nothing(people: People):
    analyst = people["analyst"]
    analyst.is_active = False
    assert not schools_visible_to(analyst).exists()


def test_every_verb_has_words_and_somebody_who_may(people: People):
    assert set(VERB_IN_RUSSIAN) == set(Verb)
    assert set().union(*VERBS.values()) == set(Verb)


def test_a_subtree_is_not_confused_with_a_longer_number(people: People):
    """«/1/4/» must not give sight of «/1/42/»."""
    path = people.municipalities["Речной"].path
    assert path.endswith("/")
    assert not people.municipalities["Лесной"].path.startswith(path)


def test_papers_of_a_school_go_out_in_its_municipalitys_name_and_the_regions_in_the_authoritys(people: People):
    school = people.schools[0]
    district = school.parent
    assert district is not None
    assert district.parent is not None
    assert issuing_authority(school) == issuing_authority(district) == district.name
    assert issuing_authority(district.parent) == settings.AUTHORITY


def test_one_chooses_from_the_highest_office_down_by_name_with_ones_own_chosen(people: People, signed_in: SignedIn):
    offered = list(as_offered(organisations_where(people["analyst"], Verb.SEE_SCHOOLS)))
    offices = [one for one in offered if one.kind != OrganisationKind.SCHOOL]
    assert offered[: len(offices)] == offices
    assert offices[0] == people.region
    for part in (offices[1:], offered[len(offices) :]):
        assert [one.name for one in part] == sorted((one.name for one in part), key=sort_key)
    assert own_among(offered, people["analyst"]) == people.region
    assert own_among(offered, people["outsider"]) is None
    page = signed_in("coordinator").get("/plans/new/").content.decode()
    assert re.findall(r"<option value=\"\d+\" selected>([^<]+)", page) == [people.municipalities["Речной"].name]
