"""What everybody may read: nothing before it is published, no school, no small group."""

from django.test import Client

from opora_web.facts import current_facts
from opora_web.public.actions import prepare_publication
from opora_web.public.models import Publication
from tests.web.personas import MOMENT, People, SignedIn


def prepared(people: People, signed_in: SignedIn, name: str = "analyst", where: str = "") -> Publication:
    office = people.municipalities[where] if where else people.region
    answer = signed_in(name).post("/publications/", {"organisation": office.pk, "year": 2024})
    assert answer.status_code == 302
    return Publication.objects.latest("pk")


def test_a_draft_is_not_open(people: People, signed_in: SignedIn):
    draft = prepared(people, signed_in)
    assert Client().get(f"/open/{draft.pk}/").status_code == 404
    assert f"/open/{draft.pk}/" not in Client().get("/open/").content.decode()


def test_a_draft_goes_into_the_trash_and_comes_back_and_what_was_published_does_not(
    people: People, signed_in: SignedIn
):
    first, second = (prepared(people, signed_in, "methodologist", "Речной") for _ in range(2))
    methodologist, coordinator = signed_in("methodologist"), signed_in("coordinator")
    assert signed_in("stranger").post(f"/publications/{first.pk}/away/").status_code == 404
    methodologist.post(f"/publications/{first.pk}/away/")
    assert f"/publications/{first.pk}/" not in methodologist.get("/publications/").content.decode()
    assert "Черновики публикаций" in methodologist.get("/trash/").content.decode()
    assert coordinator.post(f"/publications/{first.pk}/publish/").status_code == 404
    methodologist.post(f"/trash/publication-drafts/{first.pk}/restore/")
    assert methodologist.get(f"/publications/{first.pk}/").status_code == 200
    coordinator.post(f"/publications/{second.pk}/publish/")
    assert "Убрать черновик" not in coordinator.get(f"/publications/{second.pk}/").content.decode()
    assert methodologist.post(f"/publications/{second.pk}/away/").status_code == 404
    assert Client().get(f"/open/{second.pk}/").status_code == 200


def test_what_is_published_everybody_reads_and_no_school_is_named(people: People, signed_in: SignedIn):
    draft = prepared(people, signed_in, "coordinator", "Речной")
    signed_in("coordinator").post(f"/publications/{draft.pk}/publish/")
    page = Client().get(f"/open/{draft.pk}/").content.decode()
    assert people.municipalities["Речной"].name in page
    for school in current_facts().schools.values():
        assert school.name not in page
        assert school.code not in page


def test_no_small_number_is_in_what_is_kept(people: People, signed_in: SignedIn):
    content = prepared(people, signed_in).content
    cells = [cell for paper in content["papers"] for cell in [*paper["groups"], paper["total"]]]
    assert any(cell["hidden"] for cell in cells), "в учебном регионе есть малые группы"
    assert all((cell["pupils"] is None) == bool(cell["hidden"]) for cell in cells)
    assert all(cell["pupils"] is None or cell["pupils"] >= content["least_pupils"] for cell in cells)


def test_what_is_withdrawn_is_closed_again(people: People, signed_in: SignedIn):
    draft = prepared(people, signed_in, "coordinator", "Речной")
    coordinator = signed_in("coordinator")
    coordinator.post(f"/publications/{draft.pk}/publish/")
    coordinator.post(f"/publications/{draft.pk}/withdraw/")
    assert Client().get(f"/open/{draft.pk}/").status_code == 404


def test_a_new_publication_of_the_same_year_replaces_the_old(people: People, signed_in: SignedIn):
    first, second = (prepared(people, signed_in, "coordinator", "Речной") for _ in range(2))
    for one in (first, second):
        signed_in("coordinator").post(f"/publications/{one.pk}/publish/")
    assert Client().get(f"/open/{first.pk}/").status_code == 404
    assert Client().get(f"/open/{second.pk}/").status_code == 200


def test_who_prepares_does_not_publish(people: People, signed_in: SignedIn):
    draft = prepared(people, signed_in, "methodologist", "Речной")
    assert signed_in("methodologist").post(f"/publications/{draft.pk}/publish/").status_code == 403
    assert signed_in("stranger").post(f"/publications/{draft.pk}/publish/").status_code == 404
    assert not Publication.objects.get(pk=draft.pk).is_open


def test_two_people_writing_the_same_words_are_told_and_neither_loses_text(people: People, signed_in: SignedIn):
    draft = prepare_publication(
        current_facts(), 2024, people.municipalities["Речной"], people.persons["coordinator"], MOMENT
    )
    address = f"/publications/{draft.pk}/"
    signed_in("coordinator").post(address, {"words": "слова координатора", "version": draft.version})
    answer = signed_in("methodologist").post(address, {"words": "слова методиста", "version": draft.version})
    page = answer.content.decode()
    assert "слова координатора" in page
    assert "слова методиста" in page
    assert Publication.objects.get(pk=draft.pk).words == "слова координатора"


def test_a_year_that_is_not_there_is_said(people: People, signed_in: SignedIn):
    for year in ("1999", "", "год"):
        answer = signed_in("analyst").post(
            "/publications/", {"organisation": people.region.pk, "year": year}, follow=True
        )
        assert "результатов нет" in answer.content.decode()
