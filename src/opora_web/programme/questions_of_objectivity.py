"""The question of the first page that signs of objectivity bring: what a school is asked, what waits for a decision."""

import datetime as dt
from typing import Any

from django.urls import reverse

from opora.vocabulary.spelling import counted
from opora_web.accounts.rules import Verb
from opora_web.programme.answer import Answer
from opora_web.programme.objectivity.models import QuestionState
from opora_web.programme.objectivity.queries import questions_where

_NAMED = 3


def what_explains_results(person: Any, _today: dt.date) -> Answer | None:
    """Answer what a head is asked to explain, or whose explanation waits for the office; nothing where nobody waits."""
    asked = list(questions_where(person, Verb.ANSWER).filter(state=QuestionState.ASKED))
    waiting = list(questions_where(person, Verb.IDENTIFY).filter(state=QuestionState.ANSWERED))
    found = asked or waiting
    if not found:
        return None
    title = "О чём спрашивают школу" if asked else "Школы объяснили результаты"
    sentences = tuple(one.title if asked else f"{one.school}: {one.title}" for one in found[:_NAMED])
    link = "Вопрос и ответ" if asked else "Прочитать и решить", reverse("objectivity_question", args=[found[0].pk])
    return Answer(title, counted(len(found), "вопрос", "вопроса", "вопросов"), sentences, link)
