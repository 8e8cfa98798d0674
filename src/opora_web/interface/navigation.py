"""The places a person can go to, in the order of the path: one list, filtered by what their posts give."""

from dataclasses import dataclass

from opora_web.accounts.rules import Verb


@dataclass(frozen=True)
class Place:
    """One entry of the navigation.

    Attributes:
        title: what people read.
        view: the name of its address.
        verb: the verb it asks for; None for everybody who is signed in.
        room: the beginning (or several) of the view names that belong to it.
    """

    title: str
    view: str
    verb: Verb | None = None
    room: str | tuple[str, ...] = ""


PLACES: tuple[Place, ...] = (
    Place("Главная", "home"),
    Place("Школы", "schools", Verb.SEE_SCHOOLS, ("school", "why")),
    Place("Разбор результатов", "analyses", Verb.SEE_SCHOOLS, ("analys", "objectivity")),
    Place("Списки", "lists", Verb.SEE_LISTS, ("list", "identify", "order")),
    Place("Список и ответ школы", "own_entries", Verb.ANSWER, "own_entries"),
    Place("Сопровождение", "cases", Verb.SEE_CASES, "case"),
    Place("Планы", "plans", Verb.SEE_PLANS, "plan"),
    Place("Выполнение", "execution", Verb.SEE_PLANS, ("execution", "occurrence", "evidence")),
    Place("Самодиагностика", "diagnoses", Verb.SEE_CASES, "diagnos"),
    Place("Совещания", "meetings", Verb.SEE_PLANS, "meeting"),
    Place("Отчёты", "reports", Verb.SEE_PLANS, "report"),
    Place("Приём файлов", "sendings", Verb.SEND_FILES, ("send", "expected")),
    Place("Реестр", "register", Verb.EDIT_REGISTER, "register"),
    Place("Публикации", "publications", Verb.IDENTIFY, "publication"),
    Place("Люди", "people", Verb.SEE_PEOPLE, ("people", "person", "organisation", "invitation")),
)
