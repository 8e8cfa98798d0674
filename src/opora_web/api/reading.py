"""The addresses of the API. Each stands behind the same queries as the pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, P, QueryEx, Router
from ninja.errors import HttpError
from ninja.security import HttpBearer

from opora.analysis.cells import YearMissingError
from opora.vocabulary.authority import AuthorityFileMissingError
from opora_web.accounts.models import Person
from opora_web.accounts.queries import may, schools_visible_to
from opora_web.accounts.rules import Verb
from opora_web.api.keys import person_of_key
from opora_web.api.shapes import CasePage, CaseShape, Complaint, FindingPage, ReleaseShape, SchoolPage, SchoolShape
from opora_web.facts import DEFAULT_RULES, SchoolFacts, current_facts, results_store
from opora_web.programme.case.models import Case
from opora_web.programme.case.queries import cases_visible_to

_MOST = 500
_FAULTS: Mapping[Any, Any] = {401: Complaint, 403: Complaint, 404: Complaint, 422: Any}

Limit = QueryEx[int, P(ge=1, le=_MOST, description="сколько записей, не больше")]
Offset = QueryEx[int, P(ge=0, le=10**6, description="сколько записей пропустить")]
Year = QueryEx[int, P(ge=2010, le=2100, description="год результатов")]
Rules = QueryEx[str, P(max_length=100, description="набор правил")]


class KeyBearer(HttpBearer):
    """`Authorization: Bearer KEY`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:  # noqa: ARG002 - the library's signature
        """Return on whose behalf the program reads."""
        return person_of_key(token, timezone.now())


router = Router(auth=KeyBearer())


def _reader(request: HttpRequest, verb: Verb) -> Person:
    """Return the person, who must hold the verb somewhere."""
    person: Person = request.auth  # type: ignore[attr-defined]
    if not may(person, verb):
        raise HttpError(403, "Ваша должность не даёт этого права.")
    return person


def _codes(person: Person) -> list[str]:
    return [str(code) for code in schools_visible_to(person).values_list("code", flat=True)]


def _shape(facts: SchoolFacts) -> SchoolShape:
    register = facts.register
    return SchoolShape(
        school=facts.code,
        name=facts.name,
        municipality=facts.municipality,
        kind=register.get("kind"),
        rural=register.get("rural"),
        pupils=register.get("pupils"),
        codes=list(facts.codes),
    )


@router.get("/schools", response={200: SchoolPage, **_FAULTS}, summary="Школы, которые видит владелец ключа")
def schools(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> SchoolPage:
    """Return the schools the key's person may see, by name."""
    facts, codes = current_facts(), _codes(_reader(request, Verb.SEE_SCHOOLS))
    found = [facts.schools[code] for code in codes if code in facts.schools]
    return SchoolPage(
        count=len(found), release=facts.number, items=[_shape(one) for one in found[offset : offset + limit]]
    )


@router.get("/schools/{code}", response={200: SchoolShape, **_FAULTS}, summary="Одна школа")
def school(request: HttpRequest, code: str) -> SchoolShape:
    """Return one school by its code."""
    facts, seen = current_facts(), _codes(_reader(request, Verb.SEE_SCHOOLS))
    if code not in seen or code not in facts.schools:
        raise HttpError(404, f"Школа «{code}» не найдена.")
    return _shape(facts.schools[code])


@router.get("/releases", response={200: list[ReleaseShape], **_FAULTS}, summary="Выпуски данных")
def releases(request: HttpRequest) -> list[ReleaseShape]:
    """Return all releases, newest first."""
    _reader(request, Verb.SEE_SCHOOLS)
    store, current = results_store(), current_facts().number
    manifests = [store.release(number).manifest for number in reversed(store.numbers())]
    return [
        ReleaseShape(
            number=one.number,
            previous=one.previous,
            made_at=one.recipe.made_at,  # type: ignore[arg-type]
            opora=one.recipe.opora,
            files=len(one.recipe.added),
            is_current=one.number == current,
        )
        for one in manifests
        if one is not None
    ]


@router.get("/findings", response={200: FindingPage, **_FAULTS}, summary="Выводы о школах за год по набору правил")
def findings(
    request: HttpRequest,
    year: Year,
    rules: Rules = DEFAULT_RULES,
    limit: Limit = 100,
    offset: Offset = 0,
) -> FindingPage:
    """Return what a rule set says of the schools the key's person may see, with reasons."""
    facts, codes = current_facts(), _codes(_reader(request, Verb.SEE_SCHOOLS))
    try:
        answer, by_school = facts.identification(year, rules), facts.identified(year, rules)
    except (YearMissingError, AuthorityFileMissingError) as missing:
        raise HttpError(404, str(missing)) from missing
    found = [by_school[code] for code in codes if code in by_school]
    return FindingPage(
        count=len(found),
        release=facts.number,
        year=year,
        rules=answer.rules,
        rules_title=answer.rules_title,
        items=found[offset : offset + limit],
    )


@router.get("/cases", response={200: CasePage, **_FAULTS}, summary="Сопровождение школ")
def cases(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> CasePage:
    """Return the cases the key's person may see, by school."""
    found = cases_visible_to(_reader(request, Verb.SEE_CASES))
    return CasePage(count=found.count(), items=[_case(one) for one in found[offset : offset + limit]])


def _case(one: Case) -> CaseShape:
    return CaseShape(
        case=one.pk,
        school=str(one.school.code),
        opened_on=timezone.localdate(one.opened_at),
        phase=one.phase,
        phase_since=one.phase_since,
        state=one.rag,
        state_reason=one.rag_reason,
        direction=one.direction,
        is_paused=one.paused_at is not None,
        closed_on=timezone.localdate(one.closed_at) if one.closed_at else None,
        year=one.year,
        rules=one.rules,
        release=one.release,
    )


api = NinjaAPI(
    title="Опора: чтение",
    version="1",
    description="Школы, выпуски, выводы, сопровождение. Ключ: Authorization: Bearer КЛЮЧ; видно то же, что владельцу.",
    docs_url=None,  # the interactive page would load scripts from another host
    urls_namespace="api",
)
api.add_router("", router)
