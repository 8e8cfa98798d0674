"""The demo's tasks: done through the very deeds of the room, by nobody who may not."""

import datetime as dt

from opora_web.facts import current_facts
from opora_web.machine.demo_execution import execute_plans
from opora_web.machine.demo_life import Story
from opora_web.programme.execution.models import Delay, Evidence, Occurrence, OccurrenceState
from opora_web.programme.execution.rules import is_own_proof, missing_proofs
from tests.web.personas import People
from tests.web.programme.execution.conftest import ZONE


def test_what_was_due_is_done_proven_late_refused_and_left(tasks: list[Occurrence], people: People):
    now = dt.datetime(2025, 1, 20, 9, tzinfo=ZONE)
    Occurrence.objects.filter(measure__roadmap=tasks[0].measure.roadmap).filter(pk=tasks[-1].pk).update(
        due_on=dt.date(2024, 12, 20)
    )
    execute_plans(Story(current_facts(), {}, people.persons, now))
    states = set(Occurrence.objects.values_list("state", flat=True))
    assert states == {OccurrenceState.TO_DO, OccurrenceState.DECLARED, OccurrenceState.PROVEN}
    assert Delay.objects.exists()
    assert Evidence.objects.exclude(refused_because="").exists()
    for proof in Evidence.objects.filter(accepted_at__isnull=False).select_related("occurrence"):
        assert proof.accepted_by is not None
        assert not is_own_proof(proof, proof.accepted_by)
    for task in Occurrence.objects.filter(state=OccurrenceState.PROVEN).select_related("measure"):
        assert missing_proofs(task, task.evidence.all()) == ()
