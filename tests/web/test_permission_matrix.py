"""The permission matrix: every address × every persona, kept as a page that an official can read and sign.

A change of who may do what is a change of docs/reference/permission-matrix.md: `make permissions` writes it anew.
"""

import os
from pathlib import Path

import pytest
from django.db import transaction
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from opora_web.accounts.models import PostKind
from opora_web.accounts.rules import VERB_IN_RUSSIAN, VERBS, Verb
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.samples import SAMPLES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permission-matrix.md"
#: Addresses of the library of signing in have rules of their own; the API is tried in tests/web/api.
FOREIGN = ("accounts/", "api/")
OUTCOMES = {200: "+", 302: "+", 400: "+", 405: "+", 409: "+", 422: "+", 403: "–", 404: "·", 401: "–"}


def own_patterns(resolver: URLResolver, before: str = "") -> list[tuple[str, URLPattern]]:
    """Return every address of our own with its route."""
    found = []
    for pattern in resolver.url_patterns:
        assert isinstance(pattern.pattern, RoutePattern)
        route = before + str(pattern.pattern)
        if route.startswith(FOREIGN):
            continue
        found += own_patterns(pattern, route) if isinstance(pattern, URLResolver) else [(route, pattern)]
    return found


ADDRESSES = own_patterns(get_resolver())


@pytest.mark.parametrize(("route", "pattern"), ADDRESSES, ids=[route for route, _ in ADDRESSES])
def test_every_view_has_a_door(route: str, pattern: URLPattern):
    assert hasattr(pattern.callback, "door"), f"{route}: вид без двери – @door(…) или @open_to_all"


def test_every_address_with_an_object_has_a_sample():
    asking = {pattern.name for _, pattern in ADDRESSES if pattern.pattern.converters}
    assert asking - set(SAMPLES) == set()


def outcome(browser: Client, address: str) -> str:
    """Return what a browser gets: + may, – may not, · does not see, «вход» is asked to sign in."""
    with transaction.atomic():
        answer = browser.get(address)
        if answer.status_code == 405:
            answer = browser.post(address)
        if answer.streaming:  # a file that is given away stays open until it is read; close() would end the connection
            assert isinstance(answer, StreamingHttpResponse)
            b"".join(answer)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/"):
        return "вход"
    return OUTCOMES[answer.status_code]


def matrix_page(people: People, signed_in: SignedIn) -> str:
    """Return the page as it should stand."""
    browsers = {name: signed_in(name) for name in PERSONAS} | {"(никто)": Client()}
    lines = [
        "# Кому что открыто",
        "",
        "Эту страницу пишет `make permissions`, тесты сверяют её с сайтом. Изменение прав – это изменение этой",
        "страницы: его читает и подписывает ответственный.",
        "",
        "## Должности и действия",
        "",
        "Действие разрешено в своей организации и во всём, что ниже её.",
        "",
        "| действие | " + " | ".join(kind.label for kind in PostKind) + " |",
        "|---" * (len(PostKind) + 1) + "|",
    ]
    for verb in Verb:
        marks = ["+" if verb in VERBS[kind] else " " for kind in PostKind]
        lines.append(f"| {VERB_IN_RUSSIAN[verb]} | " + " | ".join(marks) + " |")
    lines += [
        "",
        "## Страницы",
        "",
        "Объект каждой страницы – школа № 1 района «Речной» и всё, что с нею связано. «+» – открыто, «–» – нет права,",
        "«·» – не видно (как будто такого нет), «вход» – сначала надо войти.",
        "",
    ]
    for name, (_, kind, where) in PERSONAS.items():
        lines.append(f"- `{name}` – {kind.label if kind else 'без должности'}{f', {where}' if where else ''}")
    lines += ["", "| страница | " + " | ".join(browsers) + " |", "|---" * (len(browsers) + 1) + "|"]
    for route, pattern in ADDRESSES:
        kwargs = SAMPLES[str(pattern.name)](people) if pattern.pattern.converters else {}
        address = reverse(str(pattern.name), kwargs=kwargs)
        marks = [outcome(browser, address) for browser in browsers.values()]
        lines.append(f"| `/{route}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def test_the_matrix_is_the_signed_one(people: People, signed_in: SignedIn):
    page = matrix_page(people, signed_in)
    if os.environ.get("OPORA_WRITE_PERMISSIONS"):
        PAGE.write_text(page, encoding="utf-8")
    assert page == PAGE.read_text(encoding="utf-8"), "права изменились: make permissions, прочитать и подписать"
