"""What the people of the demo have done: a year of work, told through the very deeds of the rooms."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from opora.vocabulary.questionnaire import questionnaire
from opora_web.accounts.models import Organisation, Person
from opora_web.facts import Facts
from opora_web.intake.sendings.actions import send_for
from opora_web.intake.sendings.uploads import store_content
from opora_web.programme.analysis.measured import Question, measure
from opora_web.programme.analysis.papers import papers_with_scores
from opora_web.programme.case.actions import (
    advance_case,
    assess_case,
    change_task,
    note_contact,
    open_cases,
    pause_case,
)
from opora_web.programme.case.models import Case, ContactForm, Direction, Rag, TaskStatus
from opora_web.programme.diagnosis.actions import begin_diagnosis, keep_answers, submit_diagnosis
from opora_web.programme.identification.actions import (
    answer_for_school,
    approve_list,
    discuss_list,
    included_entries,
    make_list,
    reply_to,
)
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.preview import Run
from opora_web.programme.objectivity.actions import Sign, answer_question, ask_school
from opora_web.public.actions import change_words, open_publication, prepare_publication

_RULES = "federal-2020"
_PAPERS_LOOKED_AT = 8
_ANSWERS = {"vacancies": 14.0, "overload": 55.0, "specialists": 1.0, "failing": 9.0, "individual-work": 1.0, "sen": 6.0}


@dataclass(frozen=True)
class Story:
    """Who lives where and when it is."""

    facts: Facts
    places: dict[str, Organisation]
    people: dict[str, Person]
    now: dt.datetime

    def days_ago(self, days: int) -> dt.datetime:
        """Return a moment in the past."""
        return self.now - dt.timedelta(days=days)


def live(story: Story, files: Path) -> None:
    """Let the people work: last year's list approved and its schools taken on, this year's list discussed.

    `files` are the region's files as schools sent them: two of them are sent again, one with a slip in it.
    """
    approved = _approved_list(story)
    open_cases(included_entries(approved), story.people["coordinator"], story.days_ago(62))
    _work_on_cases(story)
    _discussed_list(story)
    _self_diagnosis(story)
    _published(story)
    _asked_about_signs(story)
    _sent(story, files)


def _made(story: Story, year: int, days: int) -> SchoolList:
    run = Run(story.facts, story.places["district"], year, _RULES)
    return make_list(run, story.people["methodologist"], story.days_ago(days))


def _approved_list(story: Story) -> SchoolList:
    made = _made(story, story.facts.years[1], 110)
    until = story.days_ago(85).date()
    discuss_list(made, until, story.people["coordinator"], story.days_ago(105).date())
    approve_list(made, ("147-о", story.days_ago(70).date()), story.people["head-of-authority"], story.days_ago(70))
    return made


def _work_on_cases(story: Story) -> None:
    """Lead the cases different ways: some ahead, one behind, one paused."""
    curator, coordinator = story.people["curator"], story.people["coordinator"]
    for number, case in enumerate(Case.objects.filter(closed_at__isnull=True).order_by("school__sort_key")):
        if number % 3 != 1:
            finish_phase(case, coordinator)
            advance_case(case, "диагностика закончена", coordinator, story.days_ago(18))
        if number % 2 == 0:
            _meet(case, curator, story, 12 + number)
        if number == 1:
            words = {"rag": Rag.AMBER, "direction": Direction.SAME, "reason": "программа ещё не согласована"}
            assess_case(case, words | {"version": case.version}, coordinator, story.days_ago(10))
        if number == 3:  # noqa: PLR2004 - any one of them
            pause_case(case, "в школе капитальный ремонт до конца четверти", coordinator, story.days_ago(30))


def finish_phase(case: Case, person: Person) -> None:
    """Do every task of the phase a case is in."""
    for task in case.tasks.filter(phase=case.phase):
        said = {"status": TaskStatus.DONE, "due_on": task.due_on, "note": "сделано, документ у куратора"}
        change_task(task, said | {"version": task.version}, person)


def _meet(case: Case, curator: Person, story: Story, days: int) -> None:
    said = {
        "held_on": story.days_ago(days).date(),
        "form": ContactForm.VISIT,
        "found": "Посмотрели три урока математики: ученики мало решают сами. Методист покажет урок с разбором ошибок.",
        "next_step": "Открытый урок и разбор заданий ВПР с учителями",
        "today": story.now.date(),
    }
    note_contact(case, said, curator)


def _discussed_list(story: Story) -> None:
    made = _made(story, story.facts.years[0], 12)
    discuss_list(
        made, (story.now + dt.timedelta(days=9)).date(), story.people["coordinator"], story.days_ago(10).date()
    )
    entries = {entry.school_id: entry for entry in included_entries(made)}
    first, second = (entries.get(story.places[name].pk) for name in ("first", "second"))
    if first is not None:
        said = {
            "agrees": False,
            "text": "В классе 7 учеников, двое болели: просим учесть и посмотреть два года вместе.",
        }
        answer = answer_for_school(first, said, story.people["director"], story.days_ago(6))
        reply = "Посмотрели: за два года вместе доля та же. Предлагаем помощь методиста, решение обсудим на встрече."
        reply_to(answer, reply, story.people["coordinator"], story.days_ago(4), answer.version)
    if second is not None and second != first:
        said = {"agrees": True, "text": "Согласны, просим наставника по математике."}
        answer_for_school(second, said, story.people["second-director"], story.days_ago(3))


def _self_diagnosis(story: Story) -> None:
    asked, director = questionnaire(), story.people["director"]
    began = story.days_ago(40)
    begun = begin_diagnosis(story.places["first"], began.year, asked, director, began)
    keep_answers(begun, _ANSWERS, asked, director, begun.version)
    submit_diagnosis(begun, director, story.days_ago(35))


def _asked_about_signs(story: Story) -> None:
    """Ask a school whose last results show signs, one of the district first; the story's school answers."""
    for paper in list(papers_with_scores(story.facts))[:_PAPERS_LOOKED_AT]:
        found = measure(story.facts, Question("objectivity", (paper,))).answer
        codes = [one.school for one in found.schools if one.status == "needs-explanation"] if found else []
        schools = list(Organisation.objects.filter(code__in=codes))
        if not schools:
            continue
        school = min(schools, key=lambda one: one.parent_id != story.places["district"].pk)
        is_own = school.parent_id == story.places["district"].pk
        signs = next(one for one in found.schools if one.school == school.code)
        sign = Sign(story.facts.number, paper, found.title, signs.model_dump(mode="json"))
        words = "Расскажите, кто проверял работы и перепроверяли ли те, что у границы отметки."
        asked = ask_school(
            school, sign, words, story.people["methodologist" if is_own else "analyst"], story.days_ago(8)
        )
        if school == story.places["first"]:
            told = "Работы проверяли два учителя, у границы отметки – ещё раз завуч. Протоколы приложим."
            answer_question(asked, told, story.people["director"], story.days_ago(5), asked.version)
        return


def _published(story: Story) -> None:
    coordinator, head = story.people["coordinator"], story.people["head-of-authority"]
    made = prepare_publication(
        story.facts, story.facts.years[1], story.places["district"], coordinator, story.days_ago(100)
    )
    words = "Так дети района справились с проверочными работами. Школам, которым трудно, помогают кураторы и методисты."
    change_words(made, words, coordinator, made.version)
    open_publication(made, head, story.days_ago(95))


def _sent(story: Story, files: Path) -> None:
    """Send a file that is known already, and one with a mark that cannot be; the worker takes both up."""
    known = min((files / "ВПР").rglob("*.xlsx"))
    send_for(
        story.places["district"], [store_content(known.name, known.read_bytes())], "на всякий случай ещё раз",
        story.people["methodologist"], story.days_ago(2),
    )  # fmt: skip
    slip = store_content(f"исправлено {known.name}", _with_slip(known))
    send_for(story.places["first"], [slip], "исправили отметки", story.people["director"], story.days_ago(1))


def _with_slip(file: Path) -> bytes:
    """Return the workbook with «н» in place of one mark."""
    book, content = load_workbook(file), io.BytesIO()
    sheet = book.worksheets[0]
    marks = [cell for row in sheet.iter_rows() for cell in row if cell.value in {2, 3, 4, 5}]
    marks[-1].value = "н"
    book.save(content)
    return content.getvalue()
