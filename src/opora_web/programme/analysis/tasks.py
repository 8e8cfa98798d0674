"""The jobs of analyses, as the queue of background work knows them."""

from django_tasks import task

from opora_web.facts import facts_of
from opora_web.programme.analysis.measured import Question, measure


@task()
def make_answer(release: int, method: str, words: list[str]) -> None:
    """Make one answer of a release and keep it on the disk, where every server process finds it."""
    measure(facts_of(release), Question(method, tuple(words)))
