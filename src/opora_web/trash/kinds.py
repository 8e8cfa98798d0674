"""What can lie in the trash: one entry a kind of thing, in the order the page offers them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from opora_web.accounts.queries import inside, may, paths_where, schools_where
from opora_web.accounts.rules import Verb
from opora_web.intake.models import SchoolEvent, Sending, SendingState
from opora_web.intake.register.actions import put_event_away
from opora_web.intake.sendings.actions import restore
from opora_web.interface.saved_filters import filters_in_trash, place_of, restore_filter
from opora_web.programme.case.actions import restore_note
from opora_web.programme.case.queries import notes_where
from opora_web.programme.identification.actions import restore_list
from opora_web.programme.identification.queries import lists_in_trash
from opora_web.programme.reporting.actions import restore_report
from opora_web.programme.reporting.models import Report
from opora_web.programme.reporting.queries import reports_in_trash
from opora_web.programme.roadmap.actions import restore_roadmap
from opora_web.programme.roadmap.queries import roadmaps_in_trash
from opora_web.public.actions import reopen_publication, restore_draft
from opora_web.public.queries import drafts_where, publications_withdrawn


@dataclass(frozen=True)
class TrashKind:
    """One kind of things that people put away.

    Attributes:
        code: its word in addresses.
        title: many of them, in Russian.
        verbs: whoever holds one of them somewhere may find such things in the trash; none – everybody may.
        things: those that a person may bring back.
        words: one thing in a line.
        restore: the deed that brings it back.
        moment: the field that says when a thing was put away.
    """

    code: str
    title: str
    verbs: tuple[Verb, ...]
    things: Callable[[Any], QuerySet[Any]]
    words: Callable[[Any], str]
    restore: Callable[[Any, Any], object]
    moment: str = "trashed_at"


def _sendings(person: Any) -> QuerySet[Sending]:
    """Return the withdrawn sendings: a person's own, and everybody's where the person may restore."""
    own = Q(sender=person) & inside(paths_where(person, Verb.SEND_FILES), "organisation__path")
    kept = inside(paths_where(person, Verb.RESTORE), "organisation__path")
    lying = Sending.objects.filter(own | kept, state=SendingState.WITHDRAWN, trashed_at__isnull=False)
    return lying.select_related("organisation").prefetch_related("files")


def _sending_words(one: Sending) -> str:
    names = [file.name for file in one.files.all()]
    more = f" и ещё {len(names) - 1}" if len(names) > 1 else ""
    return f"№ {one.pk}, {one.organisation}: {names[0] if names else 'без файлов'}{more}"


def _events(person: Any) -> QuerySet[SchoolEvent]:
    kept = schools_where(person, Verb.EDIT_REGISTER)
    return SchoolEvent.objects.filter(school__in=kept, trashed_at__isnull=False).select_related("school")


def _report_words(one: Report) -> str:
    return f"{one.get_kind_display()}, {one.organisation}, {one.starts_on:%d.%m.%Y} – {one.ends_on:%d.%m.%Y}"


#: Every kind there is; a room whose things go into the trash has its line here.
TRASH_KINDS: tuple[TrashKind, ...] = (
    TrashKind(
        code="sendings",
        title="Отозванные отправки",
        verbs=(Verb.SEND_FILES, Verb.RESTORE),
        things=_sendings,
        words=_sending_words,
        restore=restore,
    ),
    TrashKind(
        code="lists",
        title="Списки школ",
        verbs=(Verb.RESTORE,),
        things=lambda person: lists_in_trash(person).defer("answer"),
        words=lambda one: f"{one.year} год, {one.organisation}, {one.get_state_display()}",
        restore=restore_list,
    ),
    TrashKind(
        code="events",
        title="События школ",
        verbs=(Verb.EDIT_REGISTER,),
        things=_events,
        words=lambda one: f"{one.school}: {one.get_kind_display()} {one.happened_on:%d.%m.%Y}",
        restore=lambda one, person: put_event_away(one, person, one.trashed_at),
    ),
    TrashKind(
        code="notes",
        title="Записи о встречах",
        verbs=(Verb.WORK_ON_CASE,),
        things=lambda person: notes_where(person, Verb.WORK_ON_CASE).filter(trashed_at__isnull=False),
        words=lambda one: f"{one.case.school}: {one.get_form_display()} {one.held_on:%d.%m.%Y}",
        restore=restore_note,
    ),
    TrashKind(
        code="plans",
        title="Планы",
        verbs=(Verb.EDIT_PLAN,),
        things=roadmaps_in_trash,
        words=lambda one: f"«{one.title}», {one.organisation}",
        restore=restore_roadmap,
    ),
    TrashKind(
        code="reports",
        title="Черновики отчётов",
        verbs=(Verb.EDIT_PLAN,),
        things=reports_in_trash,
        words=_report_words,
        restore=restore_report,
    ),
    TrashKind(
        code="publications",
        title="Снятые публикации",
        verbs=(Verb.APPROVE_LIST,),
        things=lambda person: publications_withdrawn(person).defer("content"),
        words=str,
        restore=reopen_publication,
        moment="withdrawn_at",
    ),
    TrashKind(
        code="publication-drafts",
        title="Черновики публикаций",
        verbs=(Verb.IDENTIFY,),
        things=lambda person: drafts_where(person).filter(trashed_at__isnull=False).defer("content"),
        words=str,
        restore=restore_draft,
    ),
    TrashKind(
        code="filters",
        title="Подборки",
        verbs=(),
        things=filters_in_trash,
        words=lambda one: f"«{one.name}», {place_of(one.path)}",
        restore=restore_filter,
    ),
)


def kinds_open_to(person: Any) -> list[TrashKind]:
    """Return the kinds of which a person may find anything in the trash."""
    return [kind for kind in TRASH_KINDS if not kind.verbs or any(may(person, verb) for verb in kind.verbs)]
