"""An amendment of a plan: whatever it changed is shown; dropped, it leaves the plan exactly as it was."""

import datetime as dt
import io
import re
from html import unescape
from typing import Any

import pytest
from django.db.models import CASCADE, Field, Model
from django.test import Client
from docx import Document

from opora.tables.plan import Plan
from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment, drop_amendment, send_to_review
from opora_web.programme.roadmap.amendment import NOT_AMENDED, PARTS
from opora_web.programme.roadmap.matching import match_party
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanAmendment,
    PlanArrival,
    PlanEdition,
    PlanRemark,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.urls import urlpatterns
from opora_web.programme.roadmap.writing import Deed
from tests.plans.written import plan, row, saved
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import MOMENT, decide, measure_form, roadmap_of, said, word

LATER = MOMENT + dt.timedelta(days=30)
NOTHING = "План тот же, слово в слово."


@pytest.fixture
def approved(people: People) -> Roadmap:
    """The district's plan with a row of every sort in it, approved; the region has a measure to carry out."""
    district, editor = people.municipalities["Речной"], people["coordinator"]
    roadmap_of(people.region, people["analyst"], plan(row("1.", "Провести форум", "Май")))
    kept = roadmap_of(district, editor, _whole())
    RoadmapSection.objects.create(roadmap=kept, position=90, title="Цель", code="aim", text="Поднять результаты.")
    RoadmapSection.objects.create(roadmap=kept, position=91, title="Пустой раздел")
    first = RoadmapMeasure.objects.get(roadmap=kept, number="1.")
    RoadmapMeasure.objects.filter(pk=first.pk).update(
        kind="visits", above=RoadmapMeasure.objects.get(number="1.", roadmap__organisation=people.region)
    )
    match_party(kept, "УО", f"org-{district.pk}", editor)
    indicator = RoadmapIndicator.objects.create(
        roadmap=kept, measure=first, position=9, name="Доля учителей", unit="share"
    )
    for position, (year, value) in enumerate((("2022", 0.4), ("2023", 0.6)), start=1):
        IndicatorTarget.objects.create(
            indicator=indicator, position=position, year=year, value=value, text=f"{value:.0%}"
        ).schools.add(people.schools[0])
    send_to_review(kept, editor)
    approve_plan(kept, Order("12", MOMENT.date()), people["authority-head"], MOMENT)
    return kept


def _whole() -> Plan:
    return plan(
        ("Нормативная база",),
        row("1.", "Утвердить перечень школ", "Март", responsible="УО, МКУ «ИМС»"),
        ("Мониторинг",),
        row("2.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
        row("3.", "Подготовить справку", "Декабрь", expected="Доля школ: 2022 – 33,3 %, 2023 – 55,5 %"),
        row("4.", "Провести ярмарку", "Май"),
    )


def whole(roadmap: Roadmap) -> dict[tuple[str, int], dict[str, Any]]:
    """Return every row that goes with the plan when it goes, whole: whatever models and fields there will be."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    left: list[Any] = [Roadmap.objects.get(pk=roadmap.pk)]
    while left:
        one = left.pop()
        columns = {field.attname: field.value_from_object(one) for field in one._meta.concrete_fields}
        columns |= {
            field.name: {other.pk for other in getattr(one, field.name).all()} for field in one._meta.many_to_many
        }
        found[type(one).__name__, one.pk] = {name: value for name, value in columns.items() if name != "version"}
        for relation in one._meta.related_objects:
            if relation.on_delete is CASCADE and relation.related_model not in {PlanRemark, PlanAmendment}:
                left += relation.related_model._default_manager.filter(**{relation.field.name: one})
    return found


def live(rows: dict[tuple[str, int], dict[str, Any]]) -> set[tuple[str, int]]:
    return {key for key, columns in rows.items() if columns.get("trashed_at") is None}


# --- every field there is ---------------------------------------------------------------------------------------------


def other_than(field: "Field[Any, Any]", row: Model) -> Any:
    """Return another value of a field, of its own kind."""
    value = field.value_from_object(row)
    if field.is_relation:
        related = field.related_model._default_manager  # type: ignore[union-attr]
        return related.exclude(pk=value).exclude(pk=row.pk).values_list("pk", flat=True).last()
    if field.choices:
        return next(code for code, _ in field.choices if code != value)  # type: ignore[misc, union-attr]
    others = {
        "BooleanField": lambda: not value, "DateField": lambda: value + dt.timedelta(days=1),
        "DateTimeField": lambda: (value or MOMENT) + dt.timedelta(microseconds=1),
        "FloatField": lambda: (value or 0.0) + 0.111, "JSONField": lambda: {"Форма работы": "очно"},
    }  # fmt: skip
    kind = field.get_internal_type()
    return others[kind]() if kind in others else value + 100 if "Integer" in kind else f"{value} иначе"


def editable(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the fields of a part of a plan but those that say to which whole it belongs."""
    parents = {"roadmap", "measure"} if model is ResponsibleParty else {"roadmap", "indicator"}
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in parents | NOT_AMENDED]


def test_every_part_of_a_plan_is_kept_by_an_amendment(approved: Roadmap) -> None:
    parts = {part for part, _ in whole(approved)} - {"Occurrence"}
    assert parts == {model.__name__ for model, _ in PARTS}, "tasks of people are the room of execution's own"


def test_a_dropped_amendment_leaves_every_field_of_every_row_as_it_was(approved: Roadmap, people: People) -> None:
    RoadmapMeasure.objects.create(roadmap=approved, position=99, name="В корзине", trashed_at=MOMENT)
    before = whole(approved)
    begin_amendment(approved, "проба", people["coordinator"])
    for model, where in PARTS:
        for one in model._default_manager.filter(**{where: approved.pk}):
            changed = {field.attname: other_than(field, one) for field in editable(model)}
            model._default_manager.filter(pk=one.pk).update(**changed)
            for field in model._meta.many_to_many:
                getattr(one, field.name).set([people.schools[1]])
            if model is not Roadmap:
                one.pk = None
                one.save()
    ResponsibleParty.objects.filter(measure__number="2. иначе").delete()
    approved.refresh_from_db()
    drop_amendment(approved, Deed(people["coordinator"], LATER, "передумали"))
    after = whole(approved)
    assert {key: after[key] for key in before} == before
    assert live(after) == live(before)
    assert not PlanAmendment.objects.exists()


def test_what_was_reached_meanwhile_stays_known(approved: Roadmap, people: People) -> None:
    begin_amendment(approved, "проба", people["coordinator"])
    IndicatorTarget.objects.filter(year="2022").update(reached=0.3, reached_note="справка", value=0.9)
    drop_amendment(approved, Deed(people["coordinator"], LATER, "передумали"))
    kept = IndicatorTarget.objects.get(year="2022", indicator__name="Доля учителей")
    assert (kept.value, kept.reached, kept.reached_note) == (0.4, 0.3, "справка")


#: Fields that no page changes once a plan is made, those that follow others, and the order of what is told by year.
NOT_TOLD = {
    (Roadmap, "organisation"), (Roadmap, "case"), (Roadmap, "kind"), (Roadmap, "factor"), (Roadmap, "is_template"),
    (Roadmap, "copied_from"), (Roadmap, "source"), (Roadmap, "source_name"), (Roadmap, "has"), (Roadmap, "made_by"),
    (Roadmap, "made_at"), (Roadmap, "trashed_at"), (RoadmapSection, "code"), (RoadmapMeasure, "place"),
    (RoadmapMeasure, "deadline"), (ResponsibleParty, "kind"), (RoadmapIndicator, "place"),
    (RoadmapIndicator, "position"), (IndicatorTarget, "position"),
}  # fmt: skip
TOLD = [(model, one.name) for model, _ in PARTS for one in editable(model) if (model, one.name) not in NOT_TOLD]


@pytest.mark.parametrize(("model", "name"), [*TOLD, (IndicatorTarget, "schools")])
def test_whatever_an_amendment_changes_is_shown_before_and_after_it_is_approved(
    approved: Roadmap, people: People, signed_in: SignedIn, model: type[Model], name: str
) -> None:
    begin_amendment(approved, "проба", people["coordinator"])
    one = _row(model, name, approved)
    if name == "schools":
        one.schools.set([people.schools[1]])
    else:
        field = model._meta.get_field(name)
        unread = {"deadline": None} if name == "deadline_text" else {}
        model._default_manager.filter(pk=one.pk).update(**{field.attname: other_than(field, one)}, **unread)
    browser = signed_in("coordinator")
    page = said(browser.get(f"/plans/{approved.pk}/differences/"))
    assert NOTHING not in page
    assert "<tbody>" in page
    approved.refresh_from_db()
    approve_plan(approved, Order("18", LATER.date()), people["authority-head"], LATER)
    assert "Что изменилось против прежней редакции" in said(browser.get(f"/plans/{approved.pk}/editions/1/"))


def _row(model: type[Model], name: str, roadmap: Roadmap) -> Any:
    """Return a row of a part: a measure that has others beside it, a section of words, an indicator of the table."""
    chosen: dict[tuple[type[Model], str], dict[str, str]] = {
        (RoadmapMeasure, "position"): {"number": "2."}, (RoadmapSection, "text"): {"code": "aim"},
    }  # fmt: skip
    found = model._default_manager.filter(**{dict(PARTS)[model]: roadmap.pk}, **chosen.get((model, name), {}))
    return found.last() if model in {RoadmapIndicator, IndicatorTarget} else found.first()


def test_an_amendment_that_changes_nothing_is_said_so_and_not_approved(
    approved: Roadmap, people: People, signed_in: SignedIn
) -> None:
    begin_amendment(approved, "проба", people["coordinator"])
    browser = signed_in("coordinator")
    assert NOTHING in said(browser.get(f"/plans/{approved.pk}/differences/"))
    refused = said(browser.post(f"/plans/{approved.pk}/approve/", {"number": "18", "date": "2024-10-01", "why": ""}))
    assert "Изменение ничего не меняет" in refused


# --- through the pages ------------------------------------------------------------------------------------------------


def amend_by_hand(browser: Client, one: Roadmap, people: People) -> None:
    """Do to a plan all that its pages allow."""
    first, second, third, fourth = RoadmapMeasure.objects.filter(roadmap=one).order_by("number")
    aim, empty = (RoadmapSection.objects.get(roadmap=one, title=title) for title in ("Цель", "Пустой раздел"))
    share = RoadmapIndicator.objects.get(roadmap=one, name="Доля учителей")
    target = share.targets.get(year="2022")
    renamed = {"name": "Утвердить список", "deadline_text": "Апрель", "kind": "mentoring"}
    days = {"starts_on": "2022-01-01", "ends_on": "2023-01-31"}
    asked: list[tuple[str, dict[str, Any]]] = [
        (f"measures/{first.pk}", measure_form(first, **renamed)),
        (f"measures/{first.pk}/link", {"above": ""}),
        (f"measures/{second.pk}/trash", {}),
        (f"measures/{third.pk}", measure_form(third, expected="Доля школ: 2022 – 44 %, 2023 – 66 %")),
        (f"measures/{fourth.pk}/move", {"way": "up"}),
        (f"{one.pk}/measures/new", measure_form(RoadmapMeasure(number="9.", name="Новое"))),
        (f"{one.pk}/sections/new", {"title": "Новый раздел"}),
        (f"sections/{empty.pk}/trash", {}),
        (f"sections/{aim.pk}", {"title": "Цель", "text": "Поднять отметки.", "version": aim.version}),
        (f"targets/{target.pk}", {"value": "45", "schools": [people.schools[1].pk], "version": target.version}),
        (f"indicators/{share.pk}", {"name": "Доля педагогов", "measure": "", "version": share.version}),
        (f"{one.pk}/indicators/new", {"name": "Число", "unit": "чел.", "targets": "2024: 40"}),
        (f"{one.pk}/parties", {"words-0": "УО", "party-0": "", "other-0": people.schools[0].name}),
        (f"{one.pk}/head", {"title": "План на 2022 год, исправленный", "version": one.version + 1, **days}),
    ]
    for address, form in asked:
        page = browser.post(f"/plans/{address}/", form)
        if page.status_code == 200:  # new days of the plan are shown before they are written
            form["seen_for"] = unescape(re.findall(r'name="seen_for" value="([^"]+)"', said(page))[0])
            page = browser.post(f"/plans/{address}/", form)
        assert page.status_code == 302, address


def sent_in_word(browser: Client, one: Roadmap, people: People) -> PlanArrival:
    """Edit a plan's Word file, load it back and accept all that differs; nothing is written yet."""
    document = Document(io.BytesIO(b"".join(browser.get(f"/plans/{one.pk}/plan.docx"))))
    (line,) = (line for line in document.tables[0].rows if line.cells[2].text in {"Март", "Апрель"})
    line.cells[4].text = "РМО учителей"
    document.tables[1].cell(1, 3).text = f"50 %\nшколы: {people.schools[0].name}"
    browser.post(f"/plans/{one.pk}/upload/", {"file": word(saved(document))})
    arrival = one.arrivals.latest("pk")
    decide(browser, arrival, many="all")
    return arrival


def amend_everything(browser: Client, one: Roadmap, people: People) -> None:
    browser.post(f"/plans/{one.pk}/amend/", {"why": "Перенесли ярмарку"})
    assert "Перенесли ярмарку" in said(browser.get(f"/plans/{one.pk}/"))
    one.refresh_from_db()
    amend_by_hand(browser, one, people)
    arrival = sent_in_word(browser, one, people)
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert ResponsibleParty.objects.filter(measure__roadmap=one, text="РМО учителей").exists()


def test_all_that_the_pages_and_a_word_file_changed_is_gone_with_a_dropped_amendment(
    approved: Roadmap, people: People, signed_in: SignedIn
) -> None:
    editor, before = signed_in("coordinator"), whole(approved)
    amend_everything(editor, approved, people)
    assert whole(approved) != before
    editor.post(f"/plans/{approved.pk}/drop/", {"why": "Передумали"})
    after = whole(approved)
    assert {key: after[key] for key in before} == before
    assert live(after) == live(before)


def test_all_of_it_is_shown_by_the_differences_and_by_the_edition_it_becomes(
    approved: Roadmap, people: People, signed_in: SignedIn
) -> None:
    editor = signed_in("coordinator")
    amend_everything(editor, approved, people)
    shown = [
        "<ins>План на 2022 год, исправленный</ins>", "<ins>01.01.2022 – 31.01.2023</ins>",
        "<ins>Утвердить список</ins>", "<ins>Апрель</ins>", "<ins>РМО учителей</ins>", "Обсудить итоги",
        "<ins>Доля школ: 2022 – 44 %, 2023 – 66 %</ins>", "Новое", "Новый раздел", "Пустой раздел",
        "<ins>Поднять отметки.</ins>", "<ins>Доля педагогов</ins>",
        f"<ins>{people.schools[0].name}</ins>", "Число", "вид помощи", "<del>1. Провести форум</del>", "переставлено",
    ]  # fmt: skip
    page = said(editor.get(f"/plans/{approved.pk}/differences/"))
    assert [words for words in shown if words not in page] == []
    reply = editor.post(f"/plans/{approved.pk}/approve/", {"number": "18", "date": "2024-10-01", "why": ""})
    assert reply.status_code == 302
    page = said(editor.get(f"/plans/{approved.pk}/editions/1/"))
    assert [words for words in shown if words not in page] == []


def test_the_schools_and_the_value_of_a_target_of_an_approved_plan_wait_for_an_amendment(
    approved: Roadmap, people: People, signed_in: SignedIn
) -> None:
    editor, target = signed_in("coordinator"), IndicatorTarget.objects.filter(year="2022").latest("pk")
    assert f"/plans/targets/{target.pk}/reached/" in (page := said(editor.get(f"/plans/{approved.pk}/indicators/")))
    assert f'"/plans/targets/{target.pk}/"' not in page
    form = {"value": "40", "schools": [people.schools[1].pk], "version": target.version}
    assert "Его меняют только изменением" in said(editor.post(f"/plans/targets/{target.pk}/", form))
    assert list(target.schools.all()) == [people.schools[0]]
    begin_amendment(Roadmap.objects.get(pk=approved.pk), "школы", people["coordinator"])
    assert editor.post(f"/plans/targets/{target.pk}/", form).status_code == 302
    assert list(target.schools.all()) == [people.schools[1]]
    assert people.schools[1].name in target.history.latest().history_change_reason


#: What may be said of an approved plan at any time, in its own words or not: none of it is a word of the order.
AT_ANY_TIME = {
    ("RoadmapMeasure", "above_id"), ("ResponsibleParty", "organisation_id"), ("IndicatorTarget", "reached"),
    ("IndicatorTarget", "reached_note"),
}  # fmt: skip


def test_no_address_changes_a_word_of_an_approved_plan(approved: Roadmap, people: People, signed_in: SignedIn) -> None:
    begin_amendment(approved, "проба", people["coordinator"])
    lead, boss = signed_in("coordinator"), signed_in("authority-head")
    arrival = sent_in_word(lead, approved, people)
    drop_amendment(Roadmap.objects.get(pk=approved.pk), Deed(people["coordinator"], LATER, "передумали"))
    gone = RoadmapMeasure.objects.create(roadmap=approved, position=99, name="Убрано", trashed_at=MOMENT)
    RoadmapMeasure.objects.filter(roadmap__organisation=people.region).update(name="Форум края")
    remark = PlanRemark.objects.create(roadmap=approved, author=people["coordinator"], written_at=MOMENT, text="Когда?")
    things = {
        "": approved, "measures/": approved.measures.get(number="1."), "sections/": approved.sections.get(code="aim"),
        "indicators/": approved.indicators.get(name="Доля учителей"), "remarks/": remark, "arrivals/": arrival,
        "targets/": IndicatorTarget.objects.filter(year="2022").latest("pk"),
    }  # fmt: skip
    before = whole(approved)
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        thing = gone if "restore" in route and "measures" in route else things.get(route.partition("<")[0])
        if thing is None or pattern.name in {"plan_amend", "plan_end"}:
            continue
        address = route.replace("<int:pk>", str(thing.pk)).replace("<int:number>", "0").replace("<slug:key>", "1-3")
        for browser in (lead, boss):
            thing.refresh_from_db()
            form = everything_said(people) | {"version": thing.version}
            assert browser.post(f"/plans/{address}", form).status_code in {200, 302, 403, 404, 405}, route
    after = whole(approved)
    changed = {(key[0], name) for key in before for name in before[key] if before[key][name] != after[key][name]}
    parts = {one for one in changed if one[0] != "Occurrence"}
    assert parts == AT_ANY_TIME, "tasks follow who was recognised, and are the room of execution's own"
    assert {key for key in live(after) ^ live(before) if key[0] != "Occurrence"} == set()


def everything_said(people: People) -> dict[str, Any]:
    """Return a form with a word for every field there is."""
    return {
        "title": "Иначе", "starts_on": "2022-02-01", "ends_on": "2022-11-30", "name": "Иначе", "text": "Иначе",
        "number": "77.", "section": "", "deadline_text": "Май", "expected": "Иначе", "responsible": "РМО", "note": "!",
        "kind": "mentoring", "value": "99", "schools": [people.schools[1].pk], "reached": "12", "reached_note": "отчёт",
        "targets": "2024: 40", "is_share": "on", "measure": "", "above": "", "way": "down", "why": "так", "take": "1-3",
        "date": "2024-10-01", "reply": "Да", "words-0": "УО", "party-0": "", "other-0": people.schools[0].name,
        "seen_for": "Period(starts_on=datetime.date(2022, 2, 1), ends_on=datetime.date(2022, 11, 30), "
                    "is_school_year=False)",
    }  # fmt: skip


def test_an_edition_holds_what_its_amendment_changed_beside_the_words(approved: Roadmap, people: People) -> None:
    begin_amendment(approved, "помощь", people["coordinator"])
    RoadmapMeasure.objects.filter(roadmap=approved, number="1.").update(kind="mentoring")
    approve_plan(approved, Order("18", LATER.date()), people["authority-head"], LATER)
    (told,) = PlanEdition.objects.get(number=1).beside
    assert (told["number"], [field for field, _, _ in told["fields"]]) == ("1.", ["вид помощи"])
    assert PlanEdition.objects.get(number=0).beside == []
    approved.refresh_from_db()
    assert approved.state == PlanState.APPROVED


def test_an_editions_headings_are_written_as_the_plan_writes_them(approved: Roadmap, signed_in: SignedIn) -> None:
    page = said(signed_in("coordinator").get(f"/plans/{approved.pk}/editions/0/"))
    assert "Нормативная база" in page
