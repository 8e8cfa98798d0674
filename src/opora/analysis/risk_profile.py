"""A school's risk profile from its own answers: how much each factor matters there, or that it cannot be told."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from opora.vocabulary.questionnaire import Answer, Factor, Questionnaire

Level = Literal["high", "medium", "low", "insufficient"]

LEVEL_IN_RUSSIAN: dict[str, str] = {
    "high": "высокая значимость",
    "medium": "средняя значимость",
    "low": "низкая значимость",
    "insufficient": "ответов недостаточно",
}

_HIGH, _MEDIUM = 0.67, 0.34
_WORST = 2  # the highest score of one answer


class FactorLevel(BaseModel):
    """One factor of one school. `score` is 0–1, None where too few questions are answered."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    level: Level
    score: float | None
    answered: int
    questions: int
    worries: tuple[str, ...]


def risk_profile(answers: Mapping[str, Answer], asked: Questionnaire) -> list[FactorLevel]:
    """Return every factor with its level, as answered.

    The score of a factor is the weighted mean of its answers' scores (0, 1, 2) over 2; 0.67 and more is high, 0.34 and
    more medium. Below the least share of answered questions nothing is said.

    Args:
        answers: by indicator code; what is missing was not answered.
        asked: the questionnaire.
    """
    return [_level(factor, answers, asked.least_answered_percent) for factor in asked.factor]


def _level(factor: Factor, answers: Mapping[str, Answer], least_percent: float) -> FactorLevel:
    scored = [(one, one.score(answers[one.code])) for one in factor.indicator if one.code in answers]
    known = FactorLevel(
        code=factor.code,
        name=factor.name,
        level="insufficient",
        score=None,
        answered=len(scored),
        questions=len(factor.indicator),
        worries=tuple(one.question for one, score in scored if score == _WORST),
    )
    if not scored or 100 * len(scored) < least_percent * len(factor.indicator):
        return known
    weight = sum(one.weight for one, _ in scored)
    score = sum(one.weight * points for one, points in scored) / (_WORST * weight)
    level: Level = "high" if score >= _HIGH else "medium" if score >= _MEDIUM else "low"
    return known.model_copy(update={"score": score, "level": level})
