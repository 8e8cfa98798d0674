"""Answers are made once; what takes long is left to the worker, once, and the page says so."""

import datetime as dt

import pytest

from opora_web.facts import Facts, current_facts, facts_of
from opora_web.programme.analysis import measured
from opora_web.programme.analysis.measured import (
    AnalysisAnswer,
    Counting,
    Question,
    analysis_answer,
    answer_there,
    usual_questions,
)
from opora_web.programme.analysis.papers import growth_choices, held_papers
from tests.web.personas import People, SignedIn

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture
def fresh(release: int, monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: object) -> Facts:
    """The release as a server finds it that has computed nothing yet and takes all work for long."""
    monkeypatch.setattr(measured, "QUICK_ROWS", -1)
    settings.COMPUTED = tmp_path  # type: ignore[attr-defined]
    return Facts(facts_of(release).release, "fresh")


class Queue:
    """A queue that only remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def enqueue(self, *words: object) -> None:
        self.asked.append(words)


def test_long_work_is_asked_for_once_and_is_there_when_it_is_made(fresh: Facts, monkeypatch: pytest.MonkeyPatch):
    from opora_web.programme.analysis import tasks

    queue = Queue()
    monkeypatch.setattr(tasks, "make_answer", queue)
    question = Question("context", (str(fresh.years[0]),))
    first, second = (analysis_answer(fresh, question, NOW) for _ in range(2))
    assert isinstance(first, Counting)
    assert isinstance(second, Counting)
    assert queue.asked == [(fresh.number, "context", [str(fresh.years[0])])]
    assert answer_there(fresh, question) is None
    measured.measure(fresh, question)
    third = analysis_answer(fresh, question, NOW)
    assert isinstance(third, AnalysisAnswer)
    assert third.answer.schools


def test_a_job_nobody_has_heard_of_is_asked_for_again(fresh: Facts, monkeypatch: pytest.MonkeyPatch):
    from opora_web.programme.analysis import tasks

    queue = Queue()
    monkeypatch.setattr(tasks, "make_answer", queue)
    question = Question("context", (str(fresh.years[0]),))
    analysis_answer(fresh, question, NOW)
    analysis_answer(fresh, question, NOW + measured.SILENCE + dt.timedelta(minutes=1))
    assert len(queue.asked) == 2


def test_a_refusal_is_kept_as_well(fresh: Facts):
    choice = next(iter(growth_choices(fresh)))
    refused = measured.measure(fresh, Question("items-of-school", (next(iter(held_papers(fresh))), "нет такой", "")))
    assert "нет" in refused.refused
    assert measured.measure(fresh, Question("growth", (choice, "last"))).answer.schools


def test_words_of_an_address_never_become_the_name_of_a_file():
    name = Question("items", ("../../etc/passwd",)).name
    assert "/" not in name
    assert ".." not in name


def test_the_waiting_page_comes_back_by_itself(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("opora_web.programme.analysis.page.analysis_answer", lambda *_: Counting(NOW))
    answer = signed_in("analyst").get("/analysis/growth/")
    assert answer.status_code == 202
    page = answer.content.decode()
    assert 'hx-trigger="every 3s"' in page
    assert ">Обновить</a>" in page
    assert "Считается с" in page
    assert signed_in("analyst").get("/analysis/growth/table.xlsx").status_code == 404


def test_all_usual_questions_of_a_release_have_an_answer(people: People):
    facts = current_facts()
    for question in usual_questions(facts):
        found = measured.measure(facts, question)
        assert found.answer is not None or found.refused, question
