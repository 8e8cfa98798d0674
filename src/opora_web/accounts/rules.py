"""What each post may do: the whole permission matrix in one place. It asks nothing of the database."""

from enum import StrEnum
from types import MappingProxyType

from opora_web.accounts.models import OrganisationKind, PostKind


class Verb(StrEnum):
    """What a person may do in the part of the tree that a post gives."""

    SEE_SCHOOLS = "see-schools"
    SEE_ROWS = "see-rows"
    SEE_OBJECTIVITY = "see-objectivity"
    SEND_FILES = "send-files"
    SETTLE_INTAKE = "settle-intake"
    EDIT_REGISTER = "edit-register"
    IDENTIFY = "identify"
    SEE_LISTS = "see-lists"
    ANSWER = "answer"
    APPROVE_LIST = "approve-list"
    SEE_CASES = "see-cases"
    OPEN_CASE = "open-case"
    WORK_ON_CASE = "work-on-case"
    ASSIGN = "assign"
    SEE_PLANS = "see-plans"
    EDIT_PLAN = "edit-plan"
    REVIEW_PLAN = "review-plan"
    APPROVE_PLAN = "approve-plan"
    EXECUTE = "execute"
    ACCEPT_EVIDENCE = "accept-evidence"
    HOLD_MEETING = "hold-meeting"
    SEE_PEOPLE = "see-people"
    MANAGE_PEOPLE = "manage-people"
    SEE_HISTORY = "see-history"
    RESTORE = "restore"


VERB_IN_RUSSIAN = MappingProxyType(
    {
        Verb.SEE_SCHOOLS: "видеть школы и их результаты",
        Verb.SEE_ROWS: "видеть строки файлов (коды участников)",
        Verb.SEE_OBJECTIVITY: "видеть признаки необъективности и вопросы о них",
        Verb.SEND_FILES: "отправлять файлы",
        Verb.SETTLE_INTAKE: "принимать с замечаниями, отзывать и отменять приём",
        Verb.EDIT_REGISTER: "править реестр школ",
        Verb.IDENTIFY: "выявлять школы и предлагать список",
        Verb.SEE_LISTS: "видеть списки",
        Verb.ANSWER: "отвечать за школу",
        Verb.APPROVE_LIST: "утверждать список приказом",
        Verb.SEE_CASES: "видеть сопровождение школ",
        Verb.OPEN_CASE: "брать школы на сопровождение",
        Verb.WORK_ON_CASE: "вести сопровождение",
        Verb.ASSIGN: "назначать кураторов и наставников",
        Verb.SEE_PLANS: "видеть планы и их выполнение",
        Verb.EDIT_PLAN: "составлять и править планы",
        Verb.REVIEW_PLAN: "писать замечания к планам",
        Verb.APPROVE_PLAN: "утверждать планы приказом",
        Verb.EXECUTE: "отчитываться о выполнении и прилагать подтверждения",
        Verb.ACCEPT_EVIDENCE: "принимать подтверждения",
        Verb.HOLD_MEETING: "проводить совещания",
        Verb.SEE_PEOPLE: "видеть людей и их должности",
        Verb.MANAGE_PEOPLE: "приглашать людей и назначать должности",
        Verb.SEE_HISTORY: "видеть историю изменений",
        Verb.RESTORE: "возвращать из корзины",
    }
)

_ABOUT_SCHOOL = frozenset({Verb.SEE_SCHOOLS, Verb.SEE_CASES, Verb.SEE_PLANS})
_OFFICE = _ABOUT_SCHOOL | {Verb.SEE_OBJECTIVITY, Verb.SEE_LISTS, Verb.SEE_PEOPLE, Verb.SEE_HISTORY}
_PLANS = frozenset({Verb.EDIT_PLAN, Verb.REVIEW_PLAN, Verb.EXECUTE, Verb.ACCEPT_EVIDENCE, Verb.HOLD_MEETING})
_METHODOLOGIST = _OFFICE | _PLANS | {Verb.SEE_ROWS, Verb.SEND_FILES, Verb.IDENTIFY, Verb.WORK_ON_CASE}
_COORDINATOR = _METHODOLOGIST | {
    Verb.SETTLE_INTAKE,
    Verb.EDIT_REGISTER,
    Verb.OPEN_CASE,
    Verb.ASSIGN,
    Verb.MANAGE_PEOPLE,
    Verb.RESTORE,
    Verb.APPROVE_PLAN,
}
_HEAD = _ABOUT_SCHOOL | {
    Verb.SEE_ROWS,
    Verb.SEE_OBJECTIVITY,
    Verb.SEND_FILES,
    Verb.ANSWER,
    Verb.SEE_HISTORY,
    Verb.EDIT_PLAN,
    Verb.EXECUTE,
}

#: The matrix: which verbs a post gives in its organisation and everything below it.
VERBS = MappingProxyType(
    {
        PostKind.ANALYST: _METHODOLOGIST | {Verb.SETTLE_INTAKE, Verb.EDIT_REGISTER},
        PostKind.AUTHORITY_HEAD: _OFFICE | {Verb.APPROVE_LIST, Verb.APPROVE_PLAN},
        PostKind.COORDINATOR: _COORDINATOR | {Verb.APPROVE_LIST},
        PostKind.METHODOLOGIST: _METHODOLOGIST,
        PostKind.CURATOR: _ABOUT_SCHOOL
        | {Verb.SEE_ROWS, Verb.WORK_ON_CASE, Verb.SEE_HISTORY, Verb.REVIEW_PLAN, Verb.EXECUTE, Verb.ACCEPT_EVIDENCE},
        PostKind.MENTOR: _ABOUT_SCHOOL | {Verb.WORK_ON_CASE, Verb.EXECUTE},
        PostKind.HEAD: _HEAD,
        PostKind.DEPUTY: _HEAD,
        PostKind.TEACHER: frozenset({Verb.SEE_SCHOOLS}),
        PostKind.OBSERVER: frozenset({Verb.SEE_SCHOOLS}),
        PostKind.ADMINISTRATOR: frozenset({Verb.SEE_PEOPLE, Verb.MANAGE_PEOPLE, Verb.SEE_HISTORY, Verb.RESTORE}),
    }
)

_SCHOOL_POSTS = frozenset({PostKind.HEAD, PostKind.DEPUTY, PostKind.TEACHER, PostKind.CURATOR, PostKind.MENTOR})

#: Which posts each post may give to others; nobody can give what stands above them.
GRANTS = MappingProxyType(
    {
        PostKind.ADMINISTRATOR: frozenset(PostKind),
        PostKind.COORDINATOR: _SCHOOL_POSTS | {PostKind.METHODOLOGIST, PostKind.OBSERVER},
    }
)

#: In which kinds of organisation a post can stand.
_OFFICES = frozenset(OrganisationKind) - {OrganisationKind.SCHOOL}
PLACES_OF_POST = MappingProxyType(
    {kind: frozenset({OrganisationKind.SCHOOL}) if kind in _SCHOOL_POSTS else _OFFICES for kind in PostKind}
)


def kinds_with(verb: Verb) -> list[PostKind]:
    """Return the posts that give the verb."""
    return [kind for kind, verbs in VERBS.items() if verb in verbs]
