"""A list of the region can be approved by whoever holds the post there; where nobody does, the page says who must."""

import pytest

from opora_web.accounts.actions import appoint
from opora_web.accounts.models import PostKind
from opora_web.accounts.queries import people_with
from opora_web.accounts.rules import Verb
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.identification.actions import make_list
from opora_web.programme.identification.models import ListState, SchoolList
from opora_web.programme.identification.preview import Run
from tests.web.personas import MOMENT, SINCE, People, SignedIn


@pytest.fixture
def of_region(people: People) -> SchoolList:
    return make_list(Run(current_facts(), people.region, 2024, DEFAULT_RULES), people["analyst"], MOMENT)


def test_the_page_names_the_posts_that_must_be_filled(of_region: SchoolList, people: People, signed_in: SignedIn):
    page = signed_in("analyst").get(f"/lists/{of_region.pk}/").content.decode()
    assert "Утвердить список некому" in page
    assert "руководитель управления образования или муниципальный координатор" in page
    assert "Попросите администратора сайта" in page
    assert not people_with(Verb.APPROVE_LIST, people.region).exists()


@pytest.mark.parametrize("kind", [PostKind.AUTHORITY_HEAD, PostKind.COORDINATOR])
def test_with_either_post_at_the_region_the_list_goes_its_whole_way(
    kind: PostKind, of_region: SchoolList, people: People, signed_in: SignedIn
):
    appoint(people["outsider"], kind, people.region, SINCE)
    page = signed_in("analyst").get(f"/lists/{of_region.pk}/").content.decode()
    assert "Утвердить список могут: Прохожев Пётр Петрович" in page
    signed_in("analyst").post(f"/lists/{of_region.pk}/discuss/", {"until": "2100-01-01"})
    signed_in("outsider").post(f"/lists/{of_region.pk}/approve/", {"number": "1-р", "date": "2024-10-01"})
    of_region.refresh_from_db()
    assert (of_region.state, of_region.approved_by) == (ListState.APPROVED, people["outsider"])


def test_a_post_below_or_past_or_of_somebody_kept_out_approves_nothing(of_region: SchoolList, people: People):
    assert list(people_with(Verb.APPROVE_LIST, people.municipalities["Речной"])) == [
        people["authority-head"], people["coordinator"],
    ]  # fmt: skip
    post = appoint(people["outsider"], PostKind.AUTHORITY_HEAD, people.region, SINCE)
    post.until = SINCE
    post.save()
    assert not people_with(Verb.APPROVE_LIST, people.region).exists()
