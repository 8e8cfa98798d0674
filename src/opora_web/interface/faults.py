"""Pages for what stands in the way: what is so, why, what instead."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path

from opora.reports.templates import TemplateUnusableError
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError


def _page(request: HttpRequest, status: int, title: str, why: str, instead: str) -> HttpResponse:
    back = _page_above(request.path) if status == HTTPStatus.METHOD_NOT_ALLOWED else ""
    words = {"title": title, "why": why, "instead": instead, "back": back}
    return render(request, "interface/fault.html", words, status=status)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    why = str(exception or "") or "Ваша должность не даёт этого права."
    return _page(request, 403, "Эта страница вам не открыта", why, "Если она нужна для работы, скажите координатору.")


def too_much(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: more files or fields than one page takes, or a request no browser of ours would send."""
    if isinstance(exception, TooManyFilesSent):
        why = f"За один раз можно отправить не больше {settings.DATA_UPLOAD_MAX_NUMBER_FILES} файлов."
        return _page(request, 400, "Слишком много файлов", why, "Сложите их в архив .zip и отправьте его одним файлом.")
    why = "Запрос больше, чем страница может принять, или составлен не так, как это делает браузер."
    return _page(request, 400, "Запрос не принят", why, "Вернитесь назад, обновите страницу и попробуйте ещё раз.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404: also for what exists and may not be seen."""
    why = "Такого адреса нет, или запись вам не видна, или её убрали в корзину."
    return _page(request, 404, "Страница не найдена", why, "Начните с главной или найдите школу поиском.")


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429: more tries within a minute than people make, from one address of the network."""
    why = "С вашего адреса в сети за минуту пришло слишком много попыток войти или выбрать пароль."
    return _page(request, 429, "Слишком часто", why, "Подождите минуту и попробуйте ещё раз: ничего не потеряно.")


class FormsOnlyMiddleware:
    """An address that only takes a form was opened as a page, mostly after signing in anew: lead back to the form."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; an empty 405 becomes a page that says why and where to go."""
        answer = self._answer(request)
        if request.method not in {"GET", "HEAD"} or answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        if answer.content:  # the interface for programs says it in its own way
            return answer
        why = "Этот адрес только принимает отправленную форму, показать здесь нечего. Ничего не изменилось."
        instead = "Вернитесь на страницу, где эта форма стоит, и нажмите кнопку там."
        page = _page(request, 405, "Здесь нечего открыть", why, instead)
        page.headers["Allow"] = answer.headers["Allow"]
        return page


def _page_above(path: str) -> str:
    """Return the nearest address above; empty where that is the first page."""
    above = path.rstrip("/").rpartition("/")[0] + "/"
    return "" if above == "/" else above if is_valid_path(above) else _page_above(above)


class OwnFilesMiddleware:
    """A file the authority wrote for itself cannot be used, rules or a Word template: say which and what is wrong."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503, of a template 409, where the file is what stands in the way."""
        if isinstance(exception, TemplateUnusableError):
            instead = "Шаблон лежит в папке authorities/templates папки данных. Без него бумага пишется по исходному."
            return _page(request, 409, "Бумага не составлена", str(exception), instead)
        if not isinstance(exception, AuthorityFileUnreadableError):
            return None
        instead = "Скажите администратору: файл лежит в папке authorities папки данных. Остальные страницы работают."
        return _page(request, 503, "Файл правил или справочника не читается", str(exception), instead)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 500; nothing but static words, because anything else may be what broke."""
    return HttpResponse(render_to_string("interface/broken.html"), status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form without a valid token."""
    why = "Страница с формой открыта слишком давно или в другом окне выполнен выход."
    instead = "Вернитесь назад, скопируйте написанное, обновите страницу и отправьте ещё раз."
    return _page(request, 403, "Форма устарела", why, instead)
