"""Everything the site keeps that names a person, in words: what a person may ask for by law."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format

from opora_web.accounts.models import Person, Post
from opora_web.accounts.rules import Verb, kinds_with
from opora_web.interface.history import history_of
from opora_web.interface.templatetags.words import browser_words

#: What points at a person, in the order people read it: «model.field» → what stands above its records.
KINDS = MappingProxyType(
    {
        "accounts.Post.person": "Должности",
        "account.EmailAddress.user": "Подтверждённые адреса почты",
        "socialaccount.SocialAccount.user": "Единый вход",
        "mfa.Authenticator.user": "Вход с кодом из телефона",
        "usersessions.UserSession.user": "Где открыт вход",
        "interface.SavedFilter.person": "Подборки",
        "api.ApiKey.person": "Ключи для программ",
        "programme.CalendarKey.person": "Ссылки на календарь",
        "programme.Digest.person": "Напоминания, отправленные по почте",
        "programme.DigestRefusal.person": "Отказ от напоминаний",
        "intake.Sending.sender": "Отправки файлов",
        "programme.SchoolList.made_by": "Списки: составил",
        "programme.SchoolList.approved_by": "Списки: утвердил",
        "programme.SchoolAnswer.author": "Ответы школы: написал",
        "programme.SchoolAnswer.replied_by": "Ответы школы: ответил школе",
        "programme.Case.opened_by": "Сопровождение: взял школу",
        "programme.Case.followers": "Сопровождение: следит",
        "programme.CaseTask.responsible": "Задачи сопровождения: отвечает",
        "programme.CaseStatus.person": "Оценки хода сопровождения",
        "programme.CaseNote.author": "Записи о встречах и выездах",
        "programme.Diagnosis.author": "Самодиагностика: заполняет",
        "programme.Diagnosis.verified_by": "Самодиагностика: проверил",
        "programme.Roadmap.made_by": "Планы: составил",
        "programme.ResponsibleParty.person": "Мероприятия планов: отвечает",
        "programme.PlanRemark.author": "Замечания к планам: написал",
        "programme.PlanRemark.replied_by": "Замечания к планам: ответил",
        "programme.PlanEdition.approved_by": "Редакции планов: утвердил",
        "programme.PlanArrival.sender": "Файлы планов: прислал",
        "programme.Occurrence.owner": "Дела планов: отвечает",
        "programme.Occurrence.declared_by": "Дела планов: заявил о выполнении",
        "programme.Delay.person": "Переносы сроков",
        "programme.Evidence.author": "Подтверждения: приложил",
        "programme.Evidence.accepted_by": "Подтверждения: принял",
        "programme.Meeting.chair": "Совещания: вёл",
        "programme.Meeting.secretary": "Совещания: секретарь",
        "programme.Attendance.person": "Совещания: приглашён",
        "programme.MeetingDecision.owner": "Решения совещаний: отвечает",
        "programme.ObjectivityQuestion.asked_by": "Вопросы школам: спросил",
        "programme.ObjectivityQuestion.answered_by": "Вопросы школам: ответил",
        "programme.ObjectivityQuestion.decided_by": "Вопросы школам: решил",
        "programme.Report.made_by": "Отчёты: составил",
        "programme.Report.signed_by": "Отчёты: подписал",
        "public.Publication.made_by": "Публикации: подготовил",
        "public.Publication.published_by": "Публикации: открыл",
    }
)


@dataclass(frozen=True)
class KeptKind:
    """Records of one kind: what stands above them, and a line for each."""

    title: str
    records: list[str]


@dataclass(frozen=True)
class PersonalData:
    """What is kept about a person.

    Attributes:
        own: what the person is called and how they come in, as (what, text).
        about: whose data they are kept by, for what, from where, who sees them, for how long, as (what, text).
        kinds: everything that names the person.
    """

    person: Person
    own: list[tuple[str, str]]
    about: list[tuple[str, str]]
    kinds: list[KeptKind]


def personal_data_of(person: Person, authority: str) -> PersonalData:
    """Return everything the site keeps that names a person."""
    kinds = [*_pointing_at(person), *_tries_to_come_in(person), *_changes_made(person)]
    own = [
        ("Фамилия, имя, отчество", person.full_name),
        ("Имя для входа", person.username),
        ("Почта", person.email or "не указана"),
        ("Вход", "открыт" if person.is_active else "закрыт"),
        ("Заведён", _moment(person.date_joined)),
        ("Последний вход", _moment(person.last_login) if person.last_login else "ещё не входил"),
    ]
    return PersonalData(person, own, _about(person, authority), kinds)


def _about(person: Person, authority: str) -> list[tuple[str, str]]:
    first = history_of(person)[-1:]
    invited = [f"{_moment(one.when)}, {one.who or 'программа'}" for one in first]
    seen_by = ", ".join(kind.label for kind in kinds_with(Verb.SEE_PEOPLE))
    until = f"пока человека не сотрут; тогда исчезнут имя и вход, а сделанное останется за «Человек № {person.pk}»"
    return [
        ("Кто хранит", authority),
        ("Зачем", "чтобы открыть человеку вход по его должности и знать, кто что сделал и решил"),
        ("Откуда взято", f"приглашение: {invited[0]}" if invited else "из приглашения"),
        ("Кто видит", f"сам человек; там, где он работает, и выше: {seen_by}"),
        ("Сколько хранится", until),
        ("Что останется и тогда", "имя, вписанное словами в планы, протоколы и приказы: у документов свои сроки"),
    ]


def _pointing_at(person: Person) -> list[KeptKind]:
    pointing = {
        f"{relation.related_model._meta.label}.{relation.field.name}": relation  # noqa: SLF001 - Django's documented door to a model's name
        for relation in Person._meta.related_objects  # noqa: SLF001 - Django's documented way to see who points here
    }
    found = []
    for key, title in KINDS.items():
        model: Any = pointing[key].related_model
        rows = model._default_manager.filter(**{pointing[key].field.name: person}).order_by("pk")  # noqa: SLF001 - Django's documented way to a model's rows
        words = _WORDS.get(model._meta.label, _with_its_day)  # noqa: SLF001 - see above
        if records := [words(row) for row in rows]:
            found.append(KeptKind(title, records))
    return found


def _post(one: Post) -> str:
    return f"{one}: с {one.since:%d.%m.%Y}" + (f" по {one.until:%d.%m.%Y}" if one.until else "")


def _with_its_day(one: Any) -> str:
    """Return a record in a line, with the day it came to be where it is told."""
    made = next((getattr(one, name) for name in _BIRTHS if isinstance(getattr(one, name, None), dt.datetime)), None)
    return f"{one} ({_day(made)})" if made else str(one)


#: In which field a record says when it came to be.
_BIRTHS = ("made_at", "sent_at", "written_at", "asked_at", "opened_at", "begun_at", "added_at", "at")
#: Records that are told otherwise than by their own name.
_WORDS: MappingProxyType[str, Callable[[Any], str]] = MappingProxyType(
    {
        "accounts.Post": _post,
        "interface.SavedFilter": lambda one: f"«{one.name}»",
        "mfa.Authenticator": lambda one: f"включён {_day(one.created_at)}",
        "programme.Attendance": lambda one: f"{one.meeting}: {'был' if one.is_present else 'не отмечен'}",
        "usersessions.UserSession": lambda one: (
            f"{_moment(one.created_at)}, {browser_words(one.user_agent)}, адрес {one.ip}"
        ),
    }
)


def _tries_to_come_in(person: Person) -> list[KeptKind]:
    came = AccessLog.objects.filter(username__iexact=person.username)
    tried = AccessAttempt.objects.filter(username__iexact=person.username)
    kinds = [
        KeptKind("Входы", [_try(one) for one in came]),
        KeptKind(
            "Неудачные попытки войти",
            [f"{_try(one)}: {one.failures_since_start}" for one in tried],
        ),
    ]
    return [kind for kind in kinds if kind.records]


def _try(one: AccessLog | AccessAttempt) -> str:
    return _moment(one.attempt_time) + (f", адрес {one.ip_address}" if one.ip_address else "")


def _changes_made(person: Person) -> list[KeptKind]:
    """Return how many changes of the journal bear the person's name, in all."""
    journals = [model.history for model in apps.get_models() if hasattr(model, "history")]
    count = sum(journal.filter(history_user=person).count() for journal in journals)
    return [KeptKind("Журнал", [f"записей о сделанном этим человеком: {count}"])] if count else []


def _moment(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "d.m.Y H:i")


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "d.m.Y")
