"""Plans of the demo: the district's roadmap that came as a Word file, its amendment, a school's plan in review."""

from typing import Any

from opora.deadlines import Period, read_deadline
from opora.deadlines.periods import school_year
from opora.plans import parties_of
from opora.reports.plan_document import plan_document
from opora.tables.plan import Measure, Place, Plan, parties_words
from opora_web.machine.demo_life import Story
from opora_web.programme.diagnosis.queries import school_year_of
from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment, send_to_review
from opora_web.programme.roadmap.arrivals import SentPlan, choose_rows, receive_plan, settle_arrival
from opora_web.programme.roadmap.arrived import arrived_rows
from opora_web.programme.roadmap.copying import make_school_plan
from opora_web.programme.roadmap.matching import match_party
from opora_web.programme.roadmap.measure_actions import change_measure, change_target, record_reached
from opora_web.programme.roadmap.models import IndicatorTarget, PlanKind, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.record import layout_of, party_record
from opora_web.programme.roadmap.remark_actions import reply_to_remark, write_remark
from opora_web.programme.roadmap.writing import Deed

#: section, measures: name, deadline, expected result, responsible. Made up, in the style of districts' plans.
_ROADMAP: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("1. Управление", (
        ("Издать приказ о перечне школ, которым оказывается поддержка", "Сентябрь", "Приказ", "Управление образования"),
        ("Собирать рабочую группу по поддержке школ", "Не реже 2 раз в год", "Протокол", "Муниципальный координатор"),
        ("Проводить час контроля с директорами школ", "Ежемесячно", "Протокол", "Управление образования"),
        ("Заслушать отчёты директоров школ", "Декабрь, май", "Протокол", "Управление образования; директора школ"),
    )),
    ("2. Учителя", (
        ("Выявить затруднения учителей по результатам работ и посещённым урокам", "Октябрь – ноябрь", "Справка",
         "Методисты; заместители директора"),
        ("Составить планы индивидуального развития учителей", "До 1 декабря", "Планы у 100 % учителей",
         "Директора школ"),
        ("Провести практикум по разбору заданий, с которыми не справились", "Ноябрь, февраль, апрель",
         "Лист присутствия", "Лаптева О.Ю., методист"),
        ("Посещать уроки и разбирать их вместе с учителем", "В течение учебного года", "Карты посещения уроков",
         "Методисты; наставники"),
    )),
    ("3. Ученики", (
        ("Вести занятия с учениками, которые не справляются", "Постоянно", "Журнал занятий", "Директора школ"),
        ("Провести пробные работы в 9 и 11 классах", "Февраль", "Справка с результатом до и после",
         "Заместители директора"),
        ("Провести консилиумы по привыканию учеников 1, 5 и 10 классов", "По отдельному плану", "Протокол",
         "Директора школ"),
    )),
    ("4. Итоги", (
        ("Посмотреть, как выполняются программы школ", "Январь, июнь",
         "Доля школ, чья программа успешна: {0} – 33,3 %, {1} – 55,5 %, {2} – 100 %", "Муниципальный координатор"),
        ("Подготовить аналитическую справку о выполнении плана", "До 15 июня", "Справка", "Управление образования"),
        ("Показать итоги на сайте управления", "Июнь", "Публикация", "Управление образования"),
    )),
)  # fmt: skip


def plan_ahead(story: Story) -> None:
    """Let the people plan: the roadmap approved and once amended, a school's plan reviewed."""
    year = school_year(school_year_of(story.now.date()))
    roadmap = _from_word(story, year)
    _recognised(roadmap, story)
    coordinator, head = story.people["coordinator"], story.people["head-of-authority"]
    send_to_review(roadmap, story.people["methodologist"])
    approve_plan(roadmap, Order("152-о", story.days_ago(58).date()), head, story.days_ago(58))
    _school_plan(roadmap, year, story)
    _amended(roadmap, story)
    approve_plan(
        roadmap, Order("171-о", story.days_ago(20).date(), why="перенос практикума"), coordinator, story.days_ago(20)
    )


def _record(year: Period) -> Plan:
    measures: list[Measure] = []
    years = [year.starts_on.year + number for number in range(3)]
    for section, rows in _ROADMAP:
        for name, deadline, expected, responsible in rows:
            number = len(measures) + 1
            measures.append(
                Measure(
                    number=f"{number}.", section=section, name=name, deadline=read_deadline(deadline, year),
                    expected=expected.format(*years), responsible=parties_of(responsible),
                    place=Place(table=1, row=number),
                )
            )  # fmt: skip
    first = year.starts_on.year
    title = f"Дорожная карта поддержки школ с низкими результатами на {first}/{(first + 1) % 100:02d} учебный год"
    return Plan(title=title, period=year, measures=tuple(measures))


def _from_word(story: Story, year: Period) -> Roadmap:
    """Load the roadmap as the methodologist does: a Word file, rows looked through and taken."""
    deed = Deed(story.people["methodologist"], story.days_ago(66))
    sent = SentPlan("Дорожная карта.docx", plan_document(_record(year)), PlanKind.ROADMAP, year)
    arrival = receive_plan(story.places["district"], sent, deed)
    choose_rows(arrival, [row.key for row in arrived_rows(arrival)[0]], is_taken=True)
    return settle_arrival(arrival, deed)


def _recognised(roadmap: Roadmap, story: Story) -> None:
    people, district = story.people, story.places["district"]
    whom = {
        "Управление образования": f"org-{district.pk}",
        "Муниципальный координатор": f"person-{people['coordinator'].pk}",
        "Лаптева О.Ю.": f"person-{people['methodologist'].pk}",
        "Методисты": "post-methodologist",
        "Директора школ": "post-head-of-school",
        "директора школ": "post-head-of-school",
        "Заместители директора": "post-deputy",
        "заместители директора": "post-deputy",
        "наставники": "post-mentor",
    }
    for words, code in whom.items():
        match_party(roadmap, words, code, people["methodologist"])


def _said(measure: RoadmapMeasure, **changed: Any) -> dict[str, Any]:
    names = ("number", "section", "name", "deadline_text", "expected", "note", "kind", "above")
    parties = parties_words(party_record(party) for party in measure.parties.all())
    return {name: getattr(measure, name) for name in names} | {"responsible": parties} | changed


def _amended(roadmap: Roadmap, story: Story) -> None:
    """Move the workshops, and write down what was reached in the first year and whose turn it is."""
    editor = story.people["coordinator"]
    begin_amendment(roadmap, "Практикум в ноябре совпал с муниципальным этапом олимпиады", editor)
    workshop = next(one for one in layout_of(roadmap).measures if one.number == "7.")
    deed = Deed(editor, story.days_ago(22), "перенос по просьбе школ")
    change_measure(workshop, _said(workshop, deadline_text="Декабрь, февраль, апрель"), deed, workshop.version)
    target = IndicatorTarget.objects.filter(indicator__roadmap=roadmap).order_by("position").first()
    if target is not None:
        said = {"value": target.value, "schools": [story.places["first"], story.places["second"]]}
        change_target(target, said, editor, target.version)
        reached = {"reached": 0.25, "reached_note": "справка методиста от октября"}
        record_reached(target, reached, editor, target.version)


def _school_plan(roadmap: Roadmap, year: Period, story: Story) -> None:
    """Make the first school's plan of the roadmap's measures; the curator has two remarks, one is answered."""
    director, curator = story.people["director"], story.people["curator"]
    chosen = [one for one in layout_of(roadmap).measures if one.number in {"6.", "8.", "9.", "10."}]
    words = f"{year.starts_on.year}/{year.ends_on.year % 100:02d}"
    title = f"План школы по повышению результатов на {words} учебный год"
    said = {"organisation": story.places["first"], "period": year, "measures": chosen, "title": title}
    plan = make_school_plan(roadmap, said, Deed(director, story.days_ago(30)))
    send_to_review(plan, director)
    first, second, *_ = layout_of(plan).measures
    asked = write_remark(plan, first, "Назовите, у скольких учителей план уже есть.", Deed(curator, story.days_ago(24)))
    reply_to_remark(asked, "У пяти из двенадцати, остальные – к 1 декабря.", director, asked.version)
    write_remark(plan, second, "Сколько уроков за четверть? Без числа не проверить.", Deed(curator, story.days_ago(23)))
