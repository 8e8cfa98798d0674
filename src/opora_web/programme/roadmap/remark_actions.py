"""Experts' remarks on a plan: written, answered, settled."""

from django.db import transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.models import PlanRemark, PlanState, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.writing import Deed


@transaction.atomic
def write_remark(roadmap: Roadmap, measure: RoadmapMeasure | None, text: str, deed: Deed) -> PlanRemark:
    """Write a remark beside a measure, or on the plan as a whole.

    Raises:
        RefusedError: the plan is over, or a template.
    """
    if roadmap.state == PlanState.ENDED or roadmap.is_template:
        raise RefusedError("Замечания пишут к плану, который составляют или выполняют.")
    remark = PlanRemark(roadmap=roadmap, measure=measure, author=deed.person, written_at=deed.moment, text=text.strip())
    save_change(remark, deed.person, "замечание написано")
    return remark


@transaction.atomic
def reply_to_remark(remark: PlanRemark, reply: str, person: Person, opened_version: int) -> None:
    """Say what was done about a remark.

    Raises:
        RefusedError: it is settled already.
        ChangedMeanwhileError: somebody else replied meanwhile.
    """
    if remark.settled_at is not None:
        raise RefusedError("Замечание уже снято.")
    remark.reply, remark.replied_by = reply.strip(), person
    save_change(remark, person, "ответ на замечание", opened_version=opened_version)


@transaction.atomic
def settle_remark(remark: PlanRemark, deed: Deed) -> None:
    """Take a remark as answered.

    Raises:
        RefusedError: it is settled already.
    """
    if remark.settled_at is not None:
        raise RefusedError("Замечание уже снято.")
    remark.settled_at = deed.moment
    save_change(remark, deed.person, "замечание снято", opened_version=remark.version)


@transaction.atomic
def reopen_remark(remark: PlanRemark, person: Person) -> None:
    """Take back that a remark was answered.

    Raises:
        RefusedError: it is open.
    """
    if remark.settled_at is None:
        raise RefusedError("Замечание не снято.")
    remark.settled_at = None
    save_change(remark, person, "замечание снова открыто", opened_version=remark.version)
