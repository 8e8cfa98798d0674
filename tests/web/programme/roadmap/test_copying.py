"""Plans made of plans: next year's, a school's of its district's, programmes and what they must have."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from opora.analysis.risk_profile import risk_profile
from opora.deadlines import Period
from opora.vocabulary.help_kinds import help_kinds
from opora.vocabulary.programme_sections import programme_sections
from opora.vocabulary.questionnaire import questionnaire
from opora_web.programme.diagnosis.actions import begin_diagnosis
from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.actions import (
    Order,
    approve_plan,
    begin_amendment,
    make_roadmap,
    send_to_review,
)
from opora_web.programme.roadmap.copying import in_later_years, later_period, make_anti_risk
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanKind,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.writing import Deed
from tests.plans.written import plan, row
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import MOMENT, YEAR, roadmap_of
from tests.web.shown import shown


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Март 2022 г.", "Март 2023 г."), ("2021/22 учебный год", "2022/23 учебный год"), ("10.04.22", "10.04.23"),
        ("10.04.2022", "10.04.2023"), ("Ежемесячно", "Ежемесячно"), ("приказ № 2022", "приказ № 2022"),
        ("2020–2023 годы", "2021–2024 годы"), ("12.13.145", "12.13.145"), ("2099/00", "2100/01"),
    ],
)  # fmt: skip
def test_years_named_in_a_text_move(text: str, later: str) -> None:
    assert in_later_years(text, 1) == later


def test_a_period_keeps_its_ends_of_months() -> None:
    leap = Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert later_period(leap, 1) == Period(dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    assert later_period(later_period(leap, 1), 3) == Period(dt.date(2028, 2, 1), dt.date(2028, 2, 29))


def test_a_copy_for_next_year_keeps_words_and_reads_deadlines_anew(people: People, signed_in: SignedIn) -> None:
    district = people.municipalities["Речной"]
    written = plan(
        ("Кадры",), row("3.", "Семинар", "Март 2022 г.", responsible="УО"), row("4.", "Совет", "Ежемесячно"),
        row("7.", "Итоги", "Декабрь", expected="Доля: 2022 – 33,3 %, 2023 – 55,5 %"),
    )  # fmt: skip
    old = roadmap_of(district, people["coordinator"], written)
    ResponsibleParty.objects.filter(measure__roadmap=old, text="УО").update(organisation=district)
    IndicatorTarget.objects.filter(year="2022").update(reached=0.3, reached_note="справка")
    signed_in("coordinator").post(f"/plans/{old.pk}/copy/", {"organisation": district.pk, "years": "1"})
    copy = Roadmap.objects.exclude(pk=old.pk).get()
    assert copy.copied_from == old
    assert (copy.title, copy.state) == ("План мероприятий по поддержке школ на 2023 год", "draft")
    assert (copy.starts_on, copy.ends_on) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    measures = RoadmapMeasure.objects.filter(roadmap=copy)
    assert [(one.number, one.deadline_text, one.deadline["starts_on"]) for one in measures] == [
        ("3.", "Март 2023 г.", "2023-03-01"), ("4.", "Ежемесячно", None), ("7.", "Декабрь", "2023-12-01"),
    ]  # fmt: skip
    assert measures[0].parties.get().organisation == district
    targets = IndicatorTarget.objects.filter(indicator__roadmap=copy)
    assert [(one.year, one.value, one.reached) for one in targets] == [("2023", 0.333, None), ("2024", 0.555, None)]


def test_a_template_is_copied_by_a_school_below(people: People, signed_in: SignedIn) -> None:
    template = roadmap_of(people.municipalities["Речной"], people["coordinator"], kind=PlanKind.SEMINARS)
    signed_in("coordinator").post(f"/plans/{template.pk}/template/")
    head = signed_in("head")
    assert "образец" in head.get("/plans/?templates=1").content.decode()
    head.post(f"/plans/{template.pk}/copy/", {"organisation": people.schools[0].pk, "years": "0"})
    copy = Roadmap.objects.get(organisation=people.schools[0])
    assert not copy.is_template
    assert copy.measures.count() == template.measures.count()
    refused = head.post(f"/plans/{template.pk}/copy/", {"organisation": people.schools[1].pk, "years": "0"})
    assert refused.status_code == 200
    assert not Roadmap.objects.filter(organisation=people.schools[1]).exists()


def test_a_school_plan_of_the_districts_measures_is_linked_and_seen_in_the_tree(
    plan_in_force: Roadmap, people: People, signed_in: SignedIn
) -> None:
    above = list(RoadmapMeasure.objects.filter(roadmap=plan_in_force))
    head = signed_in("head")
    form: dict[str, Any] = {
        "organisation": people.schools[0].pk, "title": "План школы", "starts_on": "2022-01-01", "ends_on": "2022-12-31",
        "measures": [above[0].pk, above[2].pk],
    }  # fmt: skip
    assert head.post(f"/plans/{plan_in_force.pk}/for-school/", form).status_code == 302
    made = Roadmap.objects.get(organisation=people.schools[0])
    assert [one.above for one in made.measures.order_by("position")] == [above[0], above[2]]
    assert [one.number for one in made.measures.order_by("position")] == ["1.", "2."]
    tree = signed_in("coordinator").get(f"/plans/{plan_in_force.pk}/tree/").content.decode()
    assert "Не связаны ни с одним планом ниже – 1" in tree
    assert people.schools[0].name in tree
    neighbour = signed_in("neighbour-head").get(f"/plans/{plan_in_force.pk}/tree/").content.decode()
    assert people.schools[0].name not in neighbour
    other = form | {"organisation": people.schools[1].pk}
    assert head.post(f"/plans/{plan_in_force.pk}/for-school/", other).status_code == 200
    assert not Roadmap.objects.filter(organisation=people.schools[1]).exists()


def test_a_plan_above_offers_its_measures_in_the_words_in_force(
    plan_in_force: Roadmap, school_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    begin_amendment(plan_in_force, "проба", people["coordinator"])
    first, below = plan_in_force.measures.first(), school_plan.measures.first()
    assert first is not None
    assert below is not None
    below.above = first
    below.save()
    plan_in_force.measures.update(name="Тайное")
    page = shown(signed_in("head").get(f"/plans/measures/{below.pk}/"))
    assert f'<option value="{first.pk}" selected> {first} </option>' in page
    assert "Тайное" not in page


def test_what_an_amendment_adds_is_offered_below_when_an_order_has_approved_it(
    plan_in_force: Roadmap, school_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    begin_amendment(plan_in_force, "проба", people["coordinator"])
    added = RoadmapMeasure.objects.create(roadmap=plan_in_force, position=99, number="99.", name="Новое дело")
    below = school_plan.measures.first()
    assert below is not None
    head, coordinator = signed_in("head"), signed_in("coordinator")
    page, link = f"/plans/measures/{below.pk}/", f"/plans/measures/{below.pk}/link/"
    assert "Новое дело" not in shown(head.get(page))
    assert head.post(link, {"above": added.pk}).status_code == 404
    assert "Новое дело" not in shown(coordinator.get(f"/plans/{plan_in_force.pk}/for-school/"))
    assert "Новое дело" in shown(coordinator.get(f"/plans/{plan_in_force.pk}/"))
    approve_plan(plan_in_force, Order("12", MOMENT.date()), people["authority-head"], MOMENT)
    assert "Новое дело" in shown(head.get(page))
    assert head.post(link, {"above": added.pk}).status_code == 302
    below.refresh_from_db()
    assert below.above == added


def test_a_measure_is_linked_only_upwards(
    plan_in_force: Roadmap, school_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    above, below = plan_in_force.measures.first(), school_plan.measures.first()
    assert above is not None
    assert below is not None
    signed_in("head").post(f"/plans/measures/{below.pk}/link/", {"above": above.pk})
    below.refresh_from_db()
    assert below.above == above
    assert signed_in("coordinator").post(f"/plans/measures/{above.pk}/link/", {"above": below.pk}).status_code == 404


# --- programmes ---------------------------------------------------------------------------------------------------


def _programme(people: People, kind: str = PlanKind.SCHOOL_PROGRAMME) -> Roadmap:
    said = {"kind": kind, "title": "Программа", "period": YEAR}
    return make_roadmap(people.schools[0], said, Deed(people["head"], MOMENT))


def test_a_programme_for_three_years_has_its_sections_and_names_the_empty_ones(
    people: People, signed_in: SignedIn
) -> None:
    made = _programme(people)
    RoadmapMeasure.objects.create(roadmap=made, position=1, name="Семинар")
    head = signed_in("head")
    reply = head.post(f"/plans/{made.pk}/review/", follow=True).content.decode()
    asked = programme_sections().of_kind("school-programme")
    assert asked.years == 3
    assert len(asked.section) == 4
    assert all(one.title in reply for one in asked.section)
    for section in RoadmapSection.objects.filter(roadmap=made)[1:]:
        form = {"title": section.title, "text": "Написано", "version": section.version}
        head.post(f"/plans/sections/{section.pk}/", form)
    with pytest.raises(RefusedError, match="Профессиональные затруднения"):
        send_to_review(Roadmap.objects.get(pk=made.pk), people["head"])


def test_an_authority_asks_for_its_own_sections(people: People) -> None:
    own = Path(settings.DATA) / "authorities" / "programmes" / "sections.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(
        'title = "Свои"\nedition = "1"\nsource = "приказ"\n[[programme]]\nkind = "school-programme"\nyears = 2\n'
        '[[programme.section]]\ncode = "own"\ntitle = "Свой раздел"\n',
        encoding="utf-8",
    )
    try:
        made = _programme(people)
    finally:
        own.unlink()
    assert [one.title for one in made.sections.all()] == ["Свой раздел"]


def test_only_a_school_has_a_programme(people: People) -> None:
    said = {"kind": PlanKind.SCHOOL_PROGRAMME, "title": "Программа", "period": YEAR}
    with pytest.raises(RefusedError, match="составляет школа"):
        make_roadmap(people.municipalities["Речной"], said, Deed(people["coordinator"], MOMENT))


def test_kinds_of_help_have_codes_and_words() -> None:
    assert all(code.islower() and words for code, words in help_kinds().kinds.items())


# --- anti-risk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def verified(people: People) -> Diagnosis:
    """A diagnosis of the first school with two factors, one of them confirmed."""
    one = begin_diagnosis(people.schools[0], 2024, questionnaire(), people["head"], MOMENT)
    profile = [level.model_dump(mode="json") for level in risk_profile({"vacancies": 40.0}, questionnaire())]
    one.profile, one.state, one.verified_at = profile[:2], DiagnosisState.VERIFIED, MOMENT
    words = ({"is_confirmed": True, "comment": "Нет физика."}, {"is_confirmed": False, "comment": "Хватает."})
    one.verification = {row["code"]: word for row, word in zip(reversed(one.profile), words, strict=True)}
    one.save()
    return one


def test_a_programme_is_made_of_each_confirmed_factor_once(
    verified: Diagnosis, people: People, signed_in: SignedIn
) -> None:
    confirmed, other = verified.profile[1], verified.profile[0]
    head = signed_in("head")
    page = head.get("/plans/risks/").content.decode()
    assert confirmed["name"] in page
    assert other["name"] not in page
    head.post(f"/plans/risks/{verified.pk}/make/", {"factor": confirmed["code"]})
    made = Roadmap.objects.get()
    assert (made.kind, made.factor, made.organisation) == ("anti-risk", confirmed["code"], people.schools[0])
    assert "Нет физика." in made.sections.get(code="cause").text
    for code in (confirmed["code"], other["code"], "<script>"):
        with pytest.raises(RefusedError):
            make_anti_risk(verified, code, Deed(people["head"], MOMENT))
    assert signed_in("neighbour-head").post(f"/plans/risks/{verified.pk}/make/").status_code == 404


def test_a_factor_nobody_has_confirmed_gets_no_programme(verified: Diagnosis, people: People) -> None:
    verified.state = DiagnosisState.SUBMITTED
    with pytest.raises(RefusedError):
        make_anti_risk(verified, verified.profile[1]["code"], Deed(people["head"], MOMENT))
