"""The first page: each post's questions with their answers, one click deeper."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.vocabulary.spelling import counted, listed, plural
from opora_web.accounts.doors import door
from opora_web.accounts.queries import may, posts_held, posts_of
from opora_web.accounts.rules import Verb
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.intake.models import SendingState
from opora_web.intake.sendings.queries import sendings_visible_to
from opora_web.programme.answer import Answer
from opora_web.programme.questions_of_cases import what_is_due, what_is_overdue, where_nobody_has_been
from opora_web.programme.questions_of_meetings import what_is_decided_and_not_done
from opora_web.programme.questions_of_objectivity import what_explains_results
from opora_web.programme.schools.header import origin_of
from opora_web.programme.schools.overview import school_in_words
from opora_web.programme.schools.queries import rows_visible_to
from opora_web.programme.schools.rows import SchoolRow
from opora_web.programme.schools.rules import is_falling, is_rising

#: How far back «what was sent in» looks.
DAYS_OF_SENDINGS = 30


def whose_results_are_low(person: Any, _today: dt.date) -> Answer | None:
    """Answer from the findings of the schools the person may see."""
    rows = _judged(person)
    if not rows:
        return None
    found = [row for row in rows if row.is_listed]
    first = sum(row.identified is not None and row.identified.listed == "first-time" for row in found)
    unknown = sum(row.status == "insufficient-data" for row in rows)
    sentences = [f"Впервые – {first}, не впервые – {len(found) - first}."] if found else []
    sentences += [_named(found)] if found else ["По правилу – ни у одной школы."]
    if unknown:
        sentences.append(f"О {unknown} {plural(unknown, 'школе', 'школах', 'школах')} судить нельзя: мало участников.")
    return Answer(
        "У кого низкие результаты",
        f"{len(found)} из {counted(len(rows), 'школы', 'школ', 'школ')}",
        tuple(sentences),
        ("Список школ", _schools("status=on-list")),
    )


def who_is_rising(person: Any, _today: dt.date) -> Answer | None:
    """Answer with the schools that left the list or whose share below the threshold fell beyond chance."""
    rows = _judged(person)
    if not rows:
        return None
    rising = [row for row in rows if row.identified and is_rising(row.identified)]
    falling = [row for row in rows if row.identified and is_falling(row.identified)]
    said = [_named(rising)] if rising else ["Роста, который нельзя объяснить случайностью, нет."]
    said.append(f"Снижается, и не случайно, – {len(falling)}.")
    return Answer(
        "Кто растёт",
        counted(len(rising), "школа", "школы", "школ"),
        tuple(said),
        ("Школы, где растёт", _schools("movement=rising")),
    )


def what_was_sent_in(person: Any, today: dt.date) -> Answer | None:
    """Answer with the sendings of the last month that the person may know of."""
    if not may(person, Verb.SEND_FILES):
        return None
    since = today - dt.timedelta(days=DAYS_OF_SENDINGS)
    sent = sendings_visible_to(person).filter(trashed_at__isnull=True)
    waits, refused = Q(state=SendingState.WAITS), Q(state__in=(SendingState.REFUSED, SendingState.STOPPED))
    numbers = sent.filter(Q(sent_at__date__gte=since) | waits).aggregate(
        all=Count("pk"), waits=Count("pk", filter=waits), refused=Count("pk", filter=refused)
    )
    said = [f"Ждут решения – {numbers['waits']}, не приняты – {numbers['refused']}."]
    if not numbers["all"]:
        said = ["За это время никто ничего не прислал."]
    link = ("Приём файлов", reverse("sendings")) if numbers["all"] else ("Отправить файлы", reverse("send"))
    return Answer(
        f"Что прислали за {DAYS_OF_SENDINGS} дней",
        counted(numbers["all"], "отправка", "отправки", "отправок"),
        tuple(said),
        link,
    )


#: The questions of the first page, in its order. Each is asked of the person and today; None – not their question.
QUESTIONS: tuple[Callable[[Any, dt.date], Answer | None], ...] = (
    whose_results_are_low,
    who_is_rising,
    what_is_due,
    what_is_overdue,
    what_is_decided_and_not_done,
    what_was_sent_in,
    where_nobody_has_been,
    what_explains_results,
)


@require_safe
@door(None)
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page: of one's own school, of all schools one looks after, or what to do without any."""
    facts, today = current_facts(), timezone.localdate()
    person: Any = request.user  # the door lets nobody else in
    rows = _rows(person)
    words: dict[str, Any] = {
        "facts": facts,
        "origin": origin_of(facts),
        "has_posts": bool(posts_held(person)),
        "ended": None if posts_held(person) else posts_of(person).filter(until__isnull=False).first(),
        "sees_schools": may(person, Verb.SEE_SCHOOLS),
        "may_send": may(person, Verb.SEND_FILES),
        "manages_people": may(person, Verb.MANAGE_PEOPLE),
        "answers": [answer for ask in QUESTIONS if (answer := ask(person, today)) is not None],
    }
    if len(rows) == 1:
        words |= {"own": rows[0], "in_words": school_in_words(rows[0].identified), **_why(rows[0])}
    return render(request, "programme/home.html", words)


def _why(row: SchoolRow) -> dict[str, Any]:
    years = current_facts().years
    return {"why": reverse("why", args=[row.code, years[0], DEFAULT_RULES])} if years and row.identified else {}


def _rows(person: Any) -> list[SchoolRow]:
    """Return the schools a person may see; asked of the database once per person object."""
    found: list[SchoolRow] | None = person.__dict__.get("_school_rows")
    if found is None:
        found = rows_visible_to(person, current_facts())
        person.__dict__["_school_rows"] = found
    return found


def _judged(person: Any) -> list[SchoolRow]:
    """Return the schools a question about many is asked of; one's own school has a page of its own."""
    rows = [row for row in _rows(person) if row.identified]
    return rows if len(rows) > 1 else []


def _named(rows: list[SchoolRow]) -> str:
    return f"{listed([row.name for row in rows], 3)}."


def _schools(query: str) -> str:
    return f"{reverse('schools')}?{query}"
