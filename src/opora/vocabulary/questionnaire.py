"""Questions of a school's self-diagnosis, as data: factors of risk, indicators, where an answer begins to worry."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority

#: An answer: a number, or which of the offered answers (0, 1, 2 – the worse, the higher).
Answer = float


class Indicator(BaseModel):
    """One question to the head of a school."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    question: str
    kind: Literal["percent", "count", "answer"]
    worse: Literal["more", "less"] = "more"
    medium: float | None = None
    high: float | None = None
    answers: tuple[str, ...] = ()
    weight: float = Field(1.0, gt=0)

    @model_validator(mode="after")
    def _is_whole(self) -> "Indicator":
        if self.kind == "answer":
            if len(self.answers) != 3:  # noqa: PLR2004 - the answers stand for 0, 1 and 2
                raise ValueError(f"три ответа у вопроса с выбором ({self.code})")
        elif self.medium is None or self.high is None:
            raise ValueError(f"границы medium и high ({self.code})")
        elif (self.high > self.medium) != (self.worse == "more"):
            raise ValueError(f"граница high хуже границы medium ({self.code})")
        return self

    def score(self, answer: Answer) -> int:
        """Return 0 – no worry, 1 – noticeable, 2 – pronounced."""
        if self.kind == "answer":
            return int(answer)
        sign = 1 if self.worse == "more" else -1
        edges = [sign * edge for edge in (self.medium, self.high) if edge is not None]
        return sum(sign * answer >= edge for edge in edges)

    def may_be(self, answer: Answer) -> bool:
        """Tell whether the answer is a possible one."""
        if self.kind == "answer":
            return answer in {0, 1, 2}
        return 0 <= answer <= (100 if self.kind == "percent" else 1_000_000)


class Factor(BaseModel):
    """One factor of risk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    indicator: tuple[Indicator, ...] = Field(min_length=1)


class Questionnaire(BaseModel):
    """All factors, with where they come from and how sure that is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    edition: str
    status: str
    source: str
    least_answered_percent: float = Field(60, ge=0, le=100)
    factor: tuple[Factor, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "Questionnaire":
        codes = [one.code for factor in self.factor for one in factor.indicator]
        if len(set(codes)) != len(codes):
            raise ValueError("коды вопросов без повторов")
        return self


def questionnaire(where: Sequence[Path] = (BUILT_IN,)) -> Questionnaire:
    """Return the questionnaire in force, the authority's own first.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    return read_authority("diagnosis/risk-profile.toml", TypeAdapter(Questionnaire), where)
