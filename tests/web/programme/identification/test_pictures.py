"""Pictures of an identification: interactive, with their numbers, their release, and a page of them at a time."""

import json
import re
from typing import Any

import pytest

from opora.growth_rows import AskedPaper
from opora_web.facts import current_facts
from opora_web.programme.identification import pictures as gallery
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.pictures import PICTURES, Gallery, Subject
from tests.web.personas import People, SignedIn
from tests.web.shown import shown

QUERY = "year=2024&rules=federal-2020"


def seen(signed_in: SignedIn, name: str, address: str) -> str:
    return shown(signed_in(name).get(address))


@pytest.mark.parametrize("name", sorted(PICTURES.keys() - {"growth"}))
def test_every_picture_of_a_run_has_its_chart_its_table_and_its_origin(
    name: str, signed_in: SignedIn, people: People, release: int
):
    page = seen(signed_in, "coordinator", f"/lists/new/?{QUERY}&chart={name}")
    assert f'id="figure-{name}"' in page
    assert f"/lists/new/{name}.json?release={release}&amp;organisation=" in page
    assert "Те же числа таблицей" in page
    assert f"Данные 2024 года, выпуск {release}" in page
    home = people.municipalities["Речной"].pk
    spec = signed_in("coordinator").get(f"/lists/new/{name}.json?{QUERY}&organisation={home}&release={release}")
    assert json.loads(spec.content)["title"]["text"]


def test_a_procedure_is_chosen_and_stays_with_the_other_choices(signed_in: SignedIn, people: People):
    procedures = list(Subject(current_facts().identification(2024), None).procedures)
    page = seen(signed_in, "coordinator", f"/lists/new/?{QUERY}&chart=movement&procedure={procedures[0]}")
    assert f"procedure={procedures[0]}" in page
    assert '<input type="hidden" name="year" value="2024">' in page
    assert "Все процедуры правила вместе." not in page
    assert "Все процедуры правила вместе." in seen(signed_in, "coordinator", f"/lists/new/?{QUERY}&procedure=junk")


def test_the_numbers_come_a_page_at_a_time_with_everything_else_kept(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(gallery, "_ROWS", 5)
    page = seen(signed_in, "analyst", f"/lists/new/?{QUERY}&chart=caterpillar&numbers_page=2")
    assert re.search(r'<details class="more" open> ?<summary>Те же числа', page)
    assert "chart=caterpillar&amp;numbers_page=3#figure-caterpillar" in page
    answer = current_facts().identification(2024)
    with_results = [one for one in answer.schools if any(result.pupils for result in one.procedures)]
    whole = Gallery(Subject(answer, None), _query("numbers_page=2"), "{}").figure
    assert len(whole.rows) == 5
    assert whole.pages is not None
    assert whole.pages.paginator.count == len(with_results)


def _query(text: str) -> Any:
    from django.http import QueryDict

    return QueryDict(text)


def test_a_saved_list_shows_what_was_copied(discussed: SchoolList, signed_in: SignedIn):
    page = seen(signed_in, "coordinator", f"/lists/{discussed.pk}/pictures/?chart=movement")
    assert f"/lists/{discussed.pk}/movement.json?release={discussed.release}" in page
    assert "<img" not in seen(signed_in, "coordinator", f"/lists/{discussed.pk}/")
    for stranger, status in (("stranger", 404), ("head", 403), ("outsider", 403)):
        assert signed_in(stranger).get(f"/lists/{discussed.pk}/pictures/").status_code == status
        assert signed_in(stranger).get(f"/lists/{discussed.pk}/funnel.json").status_code == status


def test_a_list_whose_release_is_gone_says_what_cannot_be_shown(discussed: SchoolList, signed_in: SignedIn):
    SchoolList.objects.filter(pk=discussed.pk).update(release=999_999)
    for name in PICTURES:
        page = seen(signed_in, "coordinator", f"/lists/{discussed.pk}/pictures/?chart={name}")
        assert "Самого выпуска на сервере больше нет" in page
        assert ("показать нечего" in page) is (name in {"context", "growth"})
    assert "показать нечего" in seen(signed_in, "coordinator", f"/lists/{discussed.pk}/pictures/?chart=growth")


def test_growth_is_counted_where_the_release_has_earlier_results_and_refused_in_words_where_not(release: int):
    facts = current_facts()
    grown = facts.growth(AskedPaper(2024, "vpr", "mathematics", 6))
    assert {row["school"] for row in grown.rows} <= facts.schools.keys()
    assert len(grown.rows) >= 15
    assert "Прежний результат" in grown.said
    nothing = facts.growth(AskedPaper(2023, "vpr", "mathematics", 5))
    assert nothing.rows == []
    assert "прирост" in nothing.said
    assert "--" not in nothing.said


def test_growth_is_shown_of_the_first_procedure_that_has_it_or_what_is_missing_is_said(signed_in: SignedIn):
    page = seen(signed_in, "coordinator", f"/lists/new/?{QUERY}&chart=growth")
    assert 'id="figure-growth"' in page
    assert "все его школы" in page
    without = seen(signed_in, "coordinator", "/lists/new/?year=2023&rules=federal-2020&chart=growth")
    assert "«Уровень и прирост»: показать нечего" in without
    assert "прирост не от чего считать" in without


def test_junk_is_no_picture(signed_in: SignedIn, discussed: SchoolList):
    browser = signed_in("coordinator")
    for address in (
        f"/lists/new/nothing.svg?{QUERY}",
        f"/lists/new/funnel.json?{QUERY}&release=999999",
        f"/lists/new/funnel.json?{QUERY}&release=%00",
        f"/lists/{discussed.pk}/nothing.json",
    ):
        assert browser.get(address).status_code == 404
    page = seen(signed_in, "coordinator", f"/lists/new/?{QUERY}&chart=<script>&numbers_page=-1&listed_page=x")
    assert "<script>&" not in page
    assert 'id="figure-funnel"' in page
