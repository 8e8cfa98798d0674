"""Who may see what of an analysis: a head the own school, nobody a class without the right, outsiders nothing."""

import html

import pytest
from django.test import Client

from opora_web.facts import current_facts
from opora_web.programme.analysis.analyses import ANALYSES
from opora_web.programme.analysis.papers import papers_with_items
from opora_web.programme.analysis.school_items import _writers
from tests.web.personas import People, SignedIn

NAMES = [one.code for one in ANALYSES]

pytestmark = pytest.mark.usefixtures("accompanied")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_signed_in_is_asked_to_sign_in(people: People, name: str):
    for address in (f"/analysis/{name}/", f"/analysis/{name}/table.xlsx", f"/analysis/{name}/section.docx"):
        assert Client().get(address).url.startswith("/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_who_holds_no_post_may_not(signed_in: SignedIn, name: str):
    assert signed_in("outsider").get(f"/analysis/{name}/").status_code == 403
    assert signed_in("administrator").get(f"/analysis/{name}/").status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_a_head_does_not_see_another_school(signed_in: SignedIn, people: People, name: str):
    other = people.schools[1].code
    for tail in ("", "table.xlsx", "section.docx", "caterpillar.svg"):
        assert signed_in("head").get(f"/analysis/{name}/{tail}?school={other}").status_code == 404
    assert signed_in("stranger").get(f"/analysis/{name}/?school={other}").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_head_reads_the_name_of_no_other_school(signed_in: SignedIn, people: People, name: str):
    page = html.unescape(signed_in("head").get(f"/analysis/{name}/").content.decode())
    others = [one.name for one in people.schools[1:] if one.name not in people.schools[0].name]
    assert people.schools[0].name in page
    assert [name for name in others if name in page] == []


@pytest.mark.parametrize("who", ["curator", "mentor", "teacher", "observer"])
def test_signs_of_objectivity_are_for_the_office_and_the_school_alone(signed_in: SignedIn, people: People, who: str):
    browser = signed_in(who)
    assert browser.get("/analysis/objectivity/").status_code == 403
    assert browser.get("/analysis/objectivity/table.xlsx").status_code == 403
    assert "/analysis/objectivity/" not in browser.get("/analysis/").content.decode()


def _paper_of(school: str) -> str:
    facts = current_facts()
    held = next(one for one in papers_with_items(facts).values() if school in _writers(facts, one))
    return held.code


@pytest.mark.parametrize(
    ("who", "sees"), [("head", True), ("methodologist", True), ("teacher", False), ("mentor", False)]
)
def test_classes_and_pupils_are_for_those_who_may_see_rows(signed_in: SignedIn, people: People, who: str, sees: bool):
    school = str(people.schools[0].code)
    paper = _paper_of(school)
    classes = _writers(current_facts(), papers_with_items(current_facts())[paper])[school]
    one_class = next(iter(classes))
    address = f"/analysis/items/?school={school}&paper={paper}"
    page = html.unescape(signed_in(who).get(address).content.decode())
    assert ('name="class"' in page) is sees
    assert (">Классы</h2>" in page) is sees
    deep = html.unescape(
        signed_in(who).get(f"{address}&class={one_class}&pupil={classes[one_class][0]}").content.decode()
    )
    assert (">Участник</h2>" in deep) is sees
    assert (f">{classes[one_class][0]}</option>" in deep) is sees
    assert (f"Участник {classes[one_class][0]}</p>" in deep) is sees
    assert ("Участник: заданий" in deep) is sees


def test_an_analysis_nobody_has_heard_of_is_not_found(signed_in: SignedIn):
    browser = signed_in("analyst")
    assert browser.get("/analysis/ranking/").status_code == 404
    assert browser.get("/analysis/growth/?release=999").status_code == 404
    assert browser.get("/analysis/growth/?release=x").status_code == 404
    assert browser.get("/analysis/growth/none.svg").status_code == 404
