"""What a list allows and refuses, and what people are told."""

import datetime as dt
from typing import Any

import pytest

from opora.pipeline import identify
from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.rules import with_threshold
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.facts import current_facts, rules_named
from opora_web.programme.identification.actions import (
    answer_for_school,
    approve_list,
    choose_track,
    decide_entry,
    discuss_list,
    make_list,
    put_school_on,
    reply_to,
    return_to_draft,
    trash_list,
    withdraw_list,
)
from opora_web.programme.identification.models import ListEntry, ListState, SchoolAnswer, SchoolList, Track
from opora_web.programme.identification.preview import Run, listed, moved_since, trials
from opora_web.programme.identification.queries import previous_approved
from opora_web.programme.identification.rules import RefusedError, is_decided_otherwise, proposed_track
from opora_web.programme.identification.saved import saved_answer, saved_finding
from tests.web.personas import People, SignedIn
from tests.web.programme.identification.conftest import MADE_AT, ORDER


def test_a_list_copies_what_the_rule_says_with_the_release(run: Run, draft: SchoolList):
    answer = run.answer()
    by_rule = {one.school for one in answer.schools if one.status in ON_THE_LIST}
    entries = ListEntry.objects.filter(school_list=draft)
    assert {one.school.code for one in entries if one.status in ON_THE_LIST} == by_rule
    assert draft.release == current_facts().number
    assert saved_answer(draft) == answer
    assert all(saved_finding(one).school == one.school.code for one in entries)


def test_a_list_of_the_region_has_what_the_rule_finds(run: Run, people: People):
    answer = Run(run.facts, people.region, run.year, run.rules).answer()
    made = make_list(Run(run.facts, people.region, run.year, run.rules), people["analyst"], MADE_AT)
    on_it = {one.school.code for one in ListEntry.objects.filter(school_list=made, is_included=True)}
    assert on_it == {one.school for one in listed(answer)}
    assert len(on_it) == answer.summary.listed > 0


def test_an_order_needs_a_discussion_first(draft: SchoolList, people: People):
    with pytest.raises(RefusedError, match="Сначала отправьте"):
        approve_list(draft, ORDER, people["coordinator"], MADE_AT)


def test_an_approved_list_changes_no_more(approved: SchoolList, own_entry: ListEntry, people: People):
    own_entry.refresh_from_db()
    with pytest.raises(RefusedError, match="утверждён"):
        decide_entry(own_entry, "Передумали", people["coordinator"], is_included=False)
    with pytest.raises(RefusedError):
        return_to_draft(approved, "Передумали", people["coordinator"])
    with pytest.raises(RefusedError, match="корзину"):
        trash_list(approved, people["coordinator"], MADE_AT)
    withdraw_list(approved, "Ошиблись годом", people["coordinator"])
    assert approved.state == ListState.WITHDRAWN


def test_a_decision_against_the_rule_needs_a_reason(draft: SchoolList, people: People):
    entry = ListEntry.objects.filter(school_list=draft).first()
    assert entry is not None
    by_rule = entry.status in ON_THE_LIST
    with pytest.raises(RefusedError, match="обосновать"):
        decide_entry(entry, "  ", people["coordinator"], is_included=not by_rule)
    entry.refresh_from_db()
    decide_entry(entry, "Слита с другой", people["coordinator"], is_included=not by_rule)
    assert is_decided_otherwise(entry)
    assert entry.history.first().history_change_reason.endswith("Слита с другой")


def test_two_who_decide_at_once_are_told(own_entry: ListEntry, people: People):
    opened = own_entry.version
    choose_track(ListEntry.objects.get(pk=own_entry.pk), Track.UNFAVOURABLE, "Село", people["coordinator"], opened)
    with pytest.raises(ChangedMeanwhileError):
        choose_track(own_entry, Track.FAVOURABLE, "Город", people["methodologist"], opened)


def test_the_second_writers_text_stays_in_the_form(own_entry: ListEntry, signed_in: SignedIn):
    written = {"track": "favourable", "why": "Город у реки", "version": own_entry.version}
    signed_in("methodologist").post(f"/lists/entries/{own_entry.pk}/track/", written | {"why": "Первый"})
    page = signed_in("coordinator").post(f"/lists/entries/{own_entry.pk}/track/", written).content.decode()
    assert "изменил другой человек" in page
    assert "Город у реки" in page
    assert "Первый" in page


def test_schools_answer_until_the_last_day_included(discussed: SchoolList, own_entry: ListEntry, people: People):
    entry = ListEntry.objects.get(pk=own_entry.pk)
    late = dt.datetime(2100, 1, 2, tzinfo=dt.UTC)
    with pytest.raises(RefusedError, match="не принимаются"):
        answer_for_school(entry, {"agrees": True, "text": ""}, people["head"], late)
    last = dt.datetime(2100, 1, 1, 23, tzinfo=dt.UTC)
    said = answer_for_school(entry, {"agrees": True, "text": ""}, people["head"], last)
    with pytest.raises(ChangedMeanwhileError):
        answer_for_school(entry, {"agrees": False, "text": "Нет"}, people["deputy"], last)
    again = {"agrees": False, "text": "Нет", "version": said.version}
    assert not answer_for_school(entry, again, people["deputy"], last).agrees
    assert SchoolAnswer.objects.count() == 1


def test_an_objection_and_a_reply_have_words(discussed: SchoolList, own_entry: ListEntry, people: People):
    entry = ListEntry.objects.get(pk=own_entry.pk)
    with pytest.raises(RefusedError, match="не согласна"):
        answer_for_school(entry, {"agrees": False, "text": " "}, people["head"], MADE_AT)
    said = answer_for_school(entry, {"agrees": False, "text": "Нет"}, people["head"], MADE_AT)
    with pytest.raises(RefusedError):
        reply_to(said, " ", people["coordinator"], MADE_AT, said.version)


def test_a_past_day_of_answers_is_refused(draft: SchoolList, people: People):
    with pytest.raises(RefusedError, match="уже прошёл"):
        discuss_list(draft, dt.date(2024, 9, 1), people["coordinator"], dt.date(2024, 9, 2))


def test_a_school_put_on_brings_its_finding_and_only_with_a_reason(draft: SchoolList, people: People):
    on_it = set(ListEntry.objects.filter(school_list=draft).values_list("school", flat=True))
    free = next(one for one in people.schools if one.pk not in on_it)
    with pytest.raises(RefusedError, match="основание"):
        put_school_on(draft, free, "", people["coordinator"], current_facts())
    entry = put_school_on(draft, free, "Просьба школы", people["coordinator"], current_facts())
    assert saved_finding(entry).school == free.code
    assert is_decided_otherwise(entry)


def test_the_next_list_is_compared_with_the_approved_one(run: Run, approved: SchoolList, people: People):
    assert previous_approved(run.organisation, 2024) == approved
    assert previous_approved(run.organisation, 2023) is None
    answer = Run(run.facts, people.region, run.year, run.rules).answer()
    now = {one.school for one in listed(answer)}
    gone = next(one.school for one in answer.schools if one.school not in now)
    stays = next(iter(now))
    moved = {one.school.school: one.change for one in moved_since(answer, {gone, stays})}
    assert moved[gone] == "left"
    assert moved[stays] == "stays"
    assert {code for code, change in moved.items() if change == "entered"} == now - {stays}


def test_a_higher_threshold_never_lengthens_the_list(run: Run, people: People):
    run = Run(run.facts, people.region, run.year, run.rules)
    numbers = {one.points: one.listed for one in trials(run)}
    now = len(listed(run.answer()))
    assert numbers[-10] >= numbers[-5] >= now >= numbers[5] >= numbers[10]
    for one in trials(run):
        assert one.listed == now + len(one.entering) - len(one.leaving)


def test_a_trial_is_the_whole_rule_with_another_threshold(run: Run, people: People):
    run = Run(run.facts, people.region, run.year, run.rules)
    lower = next(one for one in trials(run) if one.points == -10)
    asked = rules_named(run.rules)
    assert asked.threshold is not None
    whole = identify(run.facts.release, run.year, with_threshold(asked, 100 * asked.threshold - 10))
    on_then = {one.school for one in listed(whole)}
    on_now = {one.school for one in listed(run.answer())}
    assert on_then > on_now
    assert {one.school for one in lower.entering} == on_then - on_now
    assert (lower.listed, lower.leaving) == (len(on_then), ())


def test_unknown_conditions_are_said(run: Run):
    track, why = proposed_track(None)
    assert track == Track.UNKNOWN
    assert "нет социального паспорта" in why[0]


def test_the_border_is_left_to_a_person(people: People):
    tracks = {proposed_track(one)[0]: one.index for one in current_facts().conditions.values()}
    assert tracks[Track.UNFAVOURABLE] < 45
    assert tracks[Track.FAVOURABLE] >= 50
    assert 45 <= tracks.get(Track.BORDER, 47) < 50


def test_the_number_of_queries_does_not_grow_with_schools(
    draft: SchoolList, signed_in: SignedIn, django_assert_max_num_queries: Any, run: Run, people: People
):
    client = signed_in("coordinator")
    with django_assert_max_num_queries(25) as few:
        client.get(f"/lists/{draft.pk}/")
    on_it = set(ListEntry.objects.filter(school_list=draft).values_list("school", flat=True))
    for school in [one for one in people.schools if one.pk not in on_it]:
        put_school_on(draft, school, "Все", people["coordinator"], current_facts())
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"/lists/{draft.pk}/")


def test_a_later_list_does_not_change_an_earlier_one(approved: SchoolList, run: Run, people: People):
    before = saved_answer(approved)
    make_list(run, people["coordinator"], MADE_AT)
    assert saved_answer(SchoolList.objects.get(pk=approved.pk)) == before
