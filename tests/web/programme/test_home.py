"""The first page of each post."""

import datetime as dt

import pytest

from opora_web.accounts.actions import end_post
from opora_web.facts import current_facts
from opora_web.intake.models import Sending, SendingState
from opora_web.programme.home import what_was_sent_in, who_is_rising, whose_results_are_low
from opora_web.programme.schools.rules import is_rising
from tests.web.personas import PERSONAS, People, SignedIn

TODAY = dt.date(2024, 9, 10)


@pytest.mark.parametrize("name", PERSONAS)
def test_everybody_has_a_first_page(signed_in: SignedIn, name: str):
    page = signed_in(name).get("/").content.decode()
    assert "Здравствуйте, " in page
    assert page.count("<h1") == 1


def test_low_results_are_counted_among_the_schools_one_sees(people: People):
    own = {str(school.code) for school in people.schools}
    said = current_facts().identified(2024)
    listed = [code for code in own if said[code].listed]
    answer = whose_results_are_low(people["coordinator"], TODAY)
    assert answer is not None
    assert answer.figure.startswith(f"{len(listed)} из {len(own)} ")
    everywhere = whose_results_are_low(people["analyst"], TODAY)
    assert everywhere is not None
    assert everywhere.figure.startswith(f"{sum(one.listed is not None for one in said.values())} из ")


def test_the_link_leads_to_exactly_those_schools(signed_in: SignedIn, people: People):
    answer = whose_results_are_low(people["coordinator"], TODAY)
    assert answer is not None
    assert answer.link is not None
    found = signed_in("coordinator").get(answer.link[1]).context["listing"].rows
    assert len(found) == int(answer.figure.split()[0])
    rising = who_is_rising(people["coordinator"], TODAY)
    assert rising is not None
    assert rising.link is not None
    assert len(signed_in("coordinator").get(rising.link[1]).context["listing"].rows) == int(rising.figure.split()[0])


def test_rising_is_leaving_the_list_or_a_fall_of_the_share_beyond_chance(release: int):
    one = next(iter(current_facts().identified(2024).values()))
    procedures = [result.model_copy(update={"movement": None}) for result in one.procedures]

    def moved(*movements: str) -> bool:
        changed = [
            result.model_copy(update={"movement": how}) for result, how in zip(procedures, movements, strict=False)
        ]
        return is_rising(
            one.model_copy(update={"movement": None, "procedures": [*changed, *procedures[len(changed) :]]})
        )

    assert moved("fell")
    assert not moved("cannot-tell", "stable", "stably-low")
    assert not moved("fell", "rose")
    assert is_rising(one.model_copy(update={"movement": "left", "procedures": procedures}))


def test_sendings_are_counted_where_one_may_send(people: People):
    district, school = people.municipalities["Речной"], people.schools[0]
    foreign = people.municipalities["Лесной"]
    moment = dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC)
    for organisation, state, days in (
        (district, SendingState.ACCEPTED, 0),
        (school, SendingState.WAITS, 100),
        (school, SendingState.REFUSED, 1),
        (school, SendingState.ACCEPTED, 100),
        (foreign, SendingState.ACCEPTED, 0),
    ):
        Sending.objects.create(
            sender=people.persons["coordinator"], organisation=organisation, state=state,
            sent_at=moment - dt.timedelta(days=days),
        )  # fmt: skip
    answer = what_was_sent_in(people["coordinator"], TODAY)
    assert answer is not None
    assert answer.figure == "3 отправки"
    assert "Ждут решения – 1, не приняты – 1." in answer.sentences
    own = what_was_sent_in(people["head"], TODAY)
    assert own is not None
    assert own.figure == "2 отправки"
    assert what_was_sent_in(people["observer"], TODAY) is None


def test_a_head_reads_of_their_own_school_in_plain_words(signed_in: SignedIn, people: People):
    page = signed_in("head").get("/").content.decode()
    assert people.schools[0].name in page
    assert "Что дальше" in page
    assert people.schools[1].name not in page
    assert "У кого низкие результаты" not in page


def test_who_has_no_post_is_told_what_to_do(signed_in: SignedIn):
    assert "Должность ещё не назначена" in signed_in("outsider").get("/").content.decode()


def test_the_administrator_is_shown_no_results(signed_in: SignedIn):
    page = signed_in("administrator").get("/").content.decode()
    assert "Вы заботитесь о людях" in page
    assert "Выпуск данных № 1 от 01.07.2024, результаты" not in page


def test_whose_post_has_ended_is_told_so(people: People, signed_in: SignedIn):
    end_post(people["head"].posts.get(), dt.date(2024, 10, 1), people["coordinator"])
    page = signed_in("head").get("/").content.decode()
    assert "Должность закончилась" in page
    assert f"Директор школы, {people.schools[0].name} – по 01.10.2024" in page
    assert "Должность ещё не назначена" in signed_in("outsider").get("/").content.decode()
