"""What a plan allows in each state. Nothing here asks the database."""

from types import MappingProxyType

from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.models import PlanKind, PlanState, Roadmap

_NEXT = MappingProxyType(
    {
        PlanState.DRAFT: (PlanState.REVIEW,),
        PlanState.REVIEW: (PlanState.DRAFT, PlanState.APPROVED),
        PlanState.APPROVED: (PlanState.AMENDED, PlanState.ENDED),
        PlanState.AMENDED: (PlanState.APPROVED,),
        PlanState.ENDED: (),
    }
)
_INSTEAD = MappingProxyType(
    {
        PlanState.DRAFT: "Сначала отправьте его на проверку.",
        PlanState.REVIEW: "Его можно вернуть в черновик или утвердить приказом.",
        PlanState.APPROVED: "Его меняют только изменением: начните изменение, потом утвердите его приказом.",
        PlanState.AMENDED: "Утвердите изменение приказом или откажитесь от него.",
        PlanState.ENDED: "Составьте план на новый срок: этот можно скопировать.",
    }
)
#: States in which rows may be changed; what changed after an approval is an amendment.
_OPEN = frozenset({PlanState.DRAFT, PlanState.REVIEW, PlanState.AMENDED})
#: What `has` is of a plan that was written here: everything is meant to be said.
ALL_COLUMNS = ("deadline", "expected", "name", "number", "responsible")
#: Kinds of plans that people write; decisions of meetings are written by signed minutes alone.
WRITTEN_KINDS = tuple(kind for kind in PlanKind if kind != PlanKind.DECISIONS)
#: Kinds of plans that only a school has.
OF_SCHOOLS = frozenset({PlanKind.SCHOOL_PLAN, PlanKind.SCHOOL_PROGRAMME, PlanKind.ANTI_RISK})


def is_open(roadmap: Roadmap) -> bool:
    """Tell whether the plan's rows may be changed now."""
    return roadmap.trashed_at is None and (roadmap.is_template or PlanState(roadmap.state) in _OPEN)


def require_open(roadmap: Roadmap) -> None:
    """Say why the plan cannot be changed.

    Raises:
        RefusedError: it cannot.
    """
    if not is_open(roadmap):
        raise RefusedError(_refusal(roadmap))


def may_become(roadmap: Roadmap, state: PlanState) -> bool:
    """Tell whether the plan may go into that state."""
    if roadmap.kind == PlanKind.DECISIONS and state != PlanState.ENDED:
        return False
    return roadmap.trashed_at is None and not roadmap.is_template and state in _NEXT[PlanState(roadmap.state)]


def require_step(roadmap: Roadmap, state: PlanState) -> None:
    """Say why the plan cannot go into that state.

    Raises:
        RefusedError: it cannot.
    """
    if roadmap.is_template:
        raise RefusedError("Это образец: его не проверяют и не утверждают. Скопируйте его в новый план.")
    if not may_become(roadmap, state):
        raise RefusedError(_refusal(roadmap))


def _refusal(roadmap: Roadmap) -> str:
    if roadmap.trashed_at is not None:
        return "План в корзине. Верните его, чтобы работать с ним."
    if roadmap.kind == PlanKind.DECISIONS:
        return "Это поручения совещаний: строки в них пишет подписанный протокол, приказ для этого не нужен."
    state = PlanState(roadmap.state)
    return f"План сейчас: {state.label}. {_INSTEAD[state]}"
