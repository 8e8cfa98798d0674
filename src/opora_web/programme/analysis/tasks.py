"""The jobs of analyses, as the queue of background work knows them."""

from django_tasks import task

from opora_web.facts import facts_of
from opora_web.programme.analysis.measured import Question, measure, usual_questions


@task()
def make_answer(release: int, method: str, words: list[str]) -> None:
    """Make one answer of a release and keep it on the disk, where every server process finds it."""
    measure(facts_of(release), Question(method, tuple(words)))


@task()
def make_usual_answers(release: int) -> None:
    """Make what people will ask of a release, one answer after the other."""
    facts = facts_of(release)
    for question in usual_questions(facts):
        measure(facts, question)
