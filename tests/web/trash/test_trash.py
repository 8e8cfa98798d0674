"""One trash for the whole site: everybody finds there what they may bring back, and nothing else."""

import datetime as dt
from typing import Any

import pytest

from opora_web.accounts.history import save_change
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.intake.models import SchoolEvent, SchoolEventKind, Sending, SendingState
from opora_web.intake.register.actions import put_event_away, write_event
from opora_web.intake.sendings.actions import send_for, withdraw
from opora_web.intake.sendings.uploads import store_content
from opora_web.programme.identification.actions import make_list, trash_list
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.preview import Run
from opora_web.programme.reporting.actions import begin_report, drop_report
from opora_web.programme.reporting.models import ReportKind
from opora_web.programme.roadmap.actions import trash_roadmap
from opora_web.programme.roadmap.models import Roadmap
from opora_web.public.actions import open_publication, prepare_publication, withdraw_publication
from opora_web.public.models import Publication
from tests.web.personas import MOMENT, PERSONAS, People, SignedIn

LATER = MOMENT + dt.timedelta(days=1)


@pytest.fixture
def withdrawn(people: People) -> Sending:
    """The head's sending, withdrawn by the head; no worker has looked at it."""
    file = store_content("письмо.txt", b"text")
    made = send_for(people.schools[0], [file], "", people["head"], MOMENT)
    withdraw(made, people["head"], LATER, "не тот файл")
    return Sending.objects.get(pk=made.pk)


@pytest.fixture
def put_away(people: People) -> SchoolEvent:
    made = SchoolEvent(school=people.schools[0], kind=SchoolEventKind.RENAMED, happened_on=MOMENT.date())
    write_event(made, people["coordinator"])
    put_event_away(made, people["coordinator"], MOMENT)
    return made


@pytest.fixture
def trashed_list(people: People) -> SchoolList:
    made = make_list(
        Run(current_facts(), people.municipalities["Речной"], 2024, DEFAULT_RULES), people["coordinator"], MOMENT
    )
    trash_list(made, people["coordinator"], MOMENT)
    return made


def seen(signed_in: SignedIn, name: str, address: str = "/trash/") -> str:
    return str(signed_in(name).get(address).content.decode())


def test_the_trash_says_who_put_what_there_when_and_why(
    withdrawn: Sending, put_away: SchoolEvent, trashed_list: SchoolList, signed_in: SignedIn
):
    page = seen(signed_in, "coordinator")
    assert "3 записи" in page
    assert f"№ {withdrawn.pk}, " in page
    assert "письмо.txt" in page
    assert "Директорова Дарья Дмитриевна" in page
    assert "не тот файл" in page
    assert "переименована 01.09.2024" in page
    assert "2024 год, " in page


def test_everybody_finds_only_what_they_may_bring_back(
    withdrawn: Sending, put_away: SchoolEvent, trashed_list: SchoolList, signed_in: SignedIn
):
    restorable = {
        name: [word for word in ("письмо.txt", "переименована", "2024 год, ") if word in seen(signed_in, name)]
        for name in PERSONAS
    }
    assert {name: words for name, words in restorable.items() if words} == {
        "coordinator": ["письмо.txt", "переименована", "2024 год, "],
        "administrator": ["письмо.txt", "2024 год, "],
        "analyst": ["переименована"],
        "head": ["письмо.txt"],
    }


def test_a_plan_and_a_report_come_back(people: People, signed_in: SignedIn):
    author = people["methodologist"]
    where, days = people.municipalities["Речной"], {"starts_on": MOMENT.date(), "ends_on": LATER.date()}
    plan = Roadmap(organisation=where, title="Дорожная карта", made_by=author, made_at=MOMENT, **days)
    save_change(plan, author)
    report = begin_report((where, ReportKind.NOTE, plan), (MOMENT.date(), LATER.date()), author, MOMENT)
    drop_report(report, author, LATER)
    trash_roadmap(plan, author, LATER)
    page = seen(signed_in, "methodologist")
    assert "«Дорожная карта»" in page
    assert "01.09.2024 – 02.09.2024" in page
    assert "Дорожная карта" not in seen(signed_in, "head")
    for kind, thing in (("plans", plan), ("reports", report)):
        assert signed_in("head").post(f"/trash/{kind}/{thing.pk}/restore/").status_code in {403, 404}
        assert signed_in("methodologist").post(f"/trash/{kind}/{thing.pk}/restore/").status_code == 302
        thing.refresh_from_db()
        assert thing.trashed_at is None


def test_who_puts_away_nothing_but_filters_is_told_of_nothing_else(withdrawn: Sending, signed_in: SignedIn):
    for name in ("authority-head", "teacher", "observer", "mentor", "outsider"):
        page = seen(signed_in, name)
        assert "Корзина пуста" in page
        assert "подборки" in page
        assert "отозванные отправки" not in page


def test_a_sending_comes_back_and_is_checked_anew(
    withdrawn: Sending, signed_in: SignedIn, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks():  # the job itself is the business of other tests
        answer = signed_in("administrator").post(f"/trash/sendings/{withdrawn.pk}/restore/", follow=True)
    withdrawn.refresh_from_db()
    assert (withdrawn.state, withdrawn.trashed_at) == (SendingState.QUEUED, None)
    assert withdrawn.history.latest().history_user.username == "administrator"
    assert "Возвращено: № " in answer.content.decode()


def test_an_event_and_a_list_come_back(put_away: SchoolEvent, trashed_list: SchoolList, signed_in: SignedIn):
    browser = signed_in("coordinator")
    browser.post(f"/trash/events/{put_away.pk}/restore/")
    browser.post(f"/trash/lists/{trashed_list.pk}/restore/")
    assert SchoolEvent.objects.get().trashed_at is None
    assert SchoolList.objects.get().trashed_at is None
    assert "Корзина пуста" in seen(signed_in, "coordinator")


def test_what_is_not_ones_own_to_restore_is_not_there(
    withdrawn: Sending, put_away: SchoolEvent, trashed_list: SchoolList, signed_in: SignedIn
):
    for name in ("stranger", "neighbour-head", "methodologist", "curator"):
        for kind, one in (
            ("sendings", withdrawn),
            ("events", put_away),
            ("lists", trashed_list),
            ("nothing", withdrawn),
        ):
            assert signed_in(name).post(f"/trash/{kind}/{one.pk}/restore/").status_code in {403, 404}
    assert Sending.objects.get().state == SendingState.WITHDRAWN


def test_what_stands_in_the_way_is_said_and_nothing_breaks(withdrawn: Sending, signed_in: SignedIn):
    browser = signed_in("coordinator")
    assert browser.get(f"/trash/sendings/{withdrawn.pk}/restore/").status_code == 405
    Sending.objects.filter(pk=withdrawn.pk).update(trashed_at=None)
    assert browser.post(f"/trash/sendings/{withdrawn.pk}/restore/").status_code == 404
    assert "По этому отбору ничего нет" in seen(signed_in, "coordinator", "/trash/?q=%00<script>&kind=events&page=x")


def test_the_reason_is_of_the_last_putting_away(withdrawn: Sending, people: People, signed_in: SignedIn):
    withdrawn.trashed_at, withdrawn.state = None, SendingState.WAITS
    save_change(withdrawn, people["head"], "возвращено")
    withdraw(withdrawn, people["coordinator"], LATER + dt.timedelta(days=1), "теперь точно не тот")
    page = seen(signed_in, "coordinator")
    assert "теперь точно не тот" in page
    assert "Координатова Ксения Кирилловна" in page
    assert "не тот файл" not in page


@pytest.fixture
def taken_down(people: People) -> Publication:
    """The district's publication: opened by the head of the authority and taken down a day later."""
    office, head = people.municipalities["Речной"], people["authority-head"]
    made = prepare_publication(current_facts(), 2024, office, people["methodologist"], MOMENT)
    open_publication(made, head, MOMENT)
    withdraw_publication(made, head, LATER, "опечатка в пояснении")
    return made


def test_a_publication_that_was_taken_down_comes_back_as_it_was(taken_down: Publication, signed_in: SignedIn):
    page = seen(signed_in, "authority-head")
    assert "результаты за 2024 год" in page
    assert "опечатка в пояснении" in page
    assert "результаты за 2024 год" not in seen(signed_in, "methodologist"), "who prepares does not publish"
    address, opened = f"/trash/publications/{taken_down.pk}/restore/", taken_down.published_at
    assert signed_in("methodologist").post(address).status_code in {403, 404}
    assert signed_in("head").post(address).status_code in {403, 404}
    signed_in("authority-head").post(address)
    taken_down.refresh_from_db()
    assert (taken_down.is_open, taken_down.published_at) == (True, opened)
    assert taken_down.history.latest().history_user.username == "authority-head"
    assert "Корзина пуста" in seen(signed_in, "authority-head")


def test_a_publication_does_not_come_back_over_the_one_that_took_its_place(
    taken_down: Publication, people: People, signed_in: SignedIn
):
    newer = prepare_publication(current_facts(), 2024, taken_down.organisation, people["methodologist"], LATER)
    open_publication(newer, people["authority-head"], LATER)
    address = f"/trash/publications/{taken_down.pk}/restore/"
    said = signed_in("authority-head").post(address, follow=True).content.decode()
    assert "Снимите их, и эту публикацию можно будет вернуть." in said
    taken_down.refresh_from_db()
    newer.refresh_from_db()
    assert (taken_down.is_open, newer.is_open) == (False, True)
