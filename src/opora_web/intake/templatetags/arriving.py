"""Words and addresses of the intake rooms."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from opora.tables.receipt import ProblemRecord
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.problems import Place
from opora_web.intake.models import Sending, SendingState
from opora_web.intake.sendings.receipt_page import SEVERITY_IN_RUSSIAN
from opora_web.interface.templatetags.words import tag

register = template.Library()

_TONES = {
    SendingState.WAITS: "warn",
    SendingState.ACCEPTED: "good",
    SendingState.REFUSED: "bad",
    SendingState.STOPPED: "bad",
    SendingState.QUEUED: "info",
    SendingState.CHECKING: "info",
    SendingState.TAKING: "info",
}


@register.simple_tag
def sending_state(sending: Sending) -> SafeString:
    """Return the state of a sending as a word with a colour."""
    return tag(sending.get_state_display(), _TONES.get(SendingState(sending.state), ""))


@register.filter
def place_of(problem: ProblemRecord) -> str:
    """Return where a problem is, as a person looks it up."""
    return str(Place(problem.file, problem.sheet, problem.row, problem.column))


@register.filter
def title_of(problem: ProblemRecord) -> str:
    """Return what is so, as a sentence begins."""
    title = KINDS[problem.code].title
    return title[:1].upper() + title[1:]


@register.filter
def severity_words(severity: str) -> str:
    """Return what a problem does to its file."""
    return SEVERITY_IN_RUSSIAN[Severity(severity)]


@register.filter
def beside(one: list[Any], other: list[Any]) -> list[tuple[Any, Any]]:
    """Return the pairs of two lists of one length."""
    return list(zip(one, other, strict=True))
