"""Rule sets: the written rules by which an authority decides which schools to support. Data, never code.

A rule set is a TOML file in a folder of authorities. Its method says how it decides, its parameters with how much.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from opora.vocabulary.authority import BUILT_IN, authority_names
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError, read_authority
from opora.vocabulary.papers import paper_label
from opora.vocabulary.procedures import procedures
from opora.vocabulary.subjects import LEVELS, subjects

Percent = Annotated[float, Field(strict=True, ge=0, le=100)]
Whole = Annotated[int, Field(strict=True, ge=1)]
Words = Annotated[str, Field(strict=True, min_length=1)]

#: One number of pupils, or one for each school.
Number = TypeVar("Number", int, NDArray[np.int64])


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleProcedure(_Model):
    """One procedure («клетка») of a rule: the papers that are judged together."""

    procedure: Words = Field(description="Код оценочной процедуры: vpr, oge, ege …")
    subject: Words = Field(description="Код учебного предмета: russian, mathematics …")
    paper_grade: Whole = Field(description="Класс, программу которого проверяет работа")
    levels: tuple[Words, ...] = Field(
        default=("standard",),
        min_length=1,
        description="Уровни работы, участники которых считаются вместе: standard, base, profile, advanced",
    )

    @property
    def label(self) -> str:
        """Russian name for people: «ВПР, математика, 5 класс»."""
        return paper_label(self.procedure, self.subject, self.paper_grade)

    @field_validator("procedure")
    @classmethod
    def _is_procedure(cls, code: str) -> str:
        return _known(code, list(procedures()))

    @field_validator("subject")
    @classmethod
    def _is_subject(cls, code: str) -> str:
        return _known(code, list(subjects()))

    @field_validator("levels")
    @classmethod
    def _are_levels(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known(code, list(LEVELS)) for code in codes)


def _known(code: str, codes: Sequence[str]) -> str:
    if code not in codes:
        raise ValueError(f"одно из: {', '.join(codes)}")
    return code


class _RuleSet(_Model):
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Код набора, он же имя файла без .toml")
    title: Words = Field(description="Название для людей")
    edition: Words = Field(description="Редакция: дата или номер документа")
    source: Words = Field(description="Документ или публикация, откуда взято правило")
    status: Literal["confirmed", "widely-quoted", "memory", "proposal"] = Field(
        description="Насколько правило подтверждено: confirmed – есть документ; widely-quoted – широко цитируется; "
        "memory – по памяти; proposal – предложение Опоры"
    )
    author: Words = Field(description="Кто внёс набор")
    review_by: date = Field(description="До какого дня набор нужно пересмотреть")
    min_participants: Whole = Field(
        description="Участников, не меньше: при меньшем числе процедура не судится («мало участников»)"
    )
    small_school: Whole = Field(
        default=20, description="Участников, меньше: такая школа показывается отдельно как малая"
    )
    procedure: tuple[RuleProcedure, ...] = Field(min_length=1, description="Процедуры, по которым судит правило")

    @model_validator(mode="after")
    def _procedures_differ(self) -> Self:
        cells = [(cell.procedure, cell.subject, cell.paper_grade) for cell in self.procedure]
        if len(set(cells)) < len(cells):
            raise ValueError("каждая процедура, предмет и класс один раз; уровни перечисляются в levels")
        return self

    @model_validator(mode="after")
    def _enough_procedures(self) -> Self:
        least = getattr(self, "least_low_procedures", 1)
        if least > len(self.procedure):
            raise ValueError(f"least_low_procedures не больше числа процедур ({len(self.procedure)})")
        return self


def least_count(percent: float, pupils: Number) -> Number:
    """Return the least number of pupils that is at least so many percent of them, in whole numbers: 30 % of 10 is 3."""
    hundredths = round(percent * 100)
    return -(-hundredths * pupils // 10_000)


class _ByShare(_RuleSet):
    threshold_percent: Percent = Field(
        gt=0, description="%, не меньше: доля участников ниже порога, с которой результат процедуры низкий"
    )

    @property
    def listing_years(self) -> int:
        """Years running, the last included, that put a school on the list."""
        return 1

    @property
    def threshold(self) -> float | None:
        """The share (0–1) from which a procedure is low."""
        return self.threshold_percent / 100

    def least_below(self, pupils: Number) -> Number:
        """Return how many of the pupils must be below for a procedure to be low."""
        return least_count(self.threshold_percent, pupils)


class LowProcedures(_ByShare):
    """Low in several procedures: the share below the threshold is high in at least so many of them."""

    method: Literal["low-procedures"] = Field(description="Метод: низкий результат в нескольких процедурах")
    least_low_procedures: Whole = Field(description="Процедур, не меньше: со скольких низких школа попадает в список")
    stable_years: Whole = Field(
        description="Лет подряд, включая последний: условие выполнялось в каждом – результаты стабильно низкие"
    )
    risk_percent: Percent = Field(
        description="%, не меньше: доля ниже порога, с которой школа в зоне риска, если она не в списке"
    )
    risk_rise_points: Percent = Field(
        gt=0, description="Процентных пунктов за год, не меньше: рост доли ниже порога, с которого школа в зоне риска"
    )
    least_risk_procedures: Whole = Field(
        description="Процедур, не меньше: со скольких в зоне риска школа в группе риска; одной низкой хватает всегда"
    )

    @model_validator(mode="after")
    def _risk_below_threshold(self) -> Self:
        if self.risk_percent > self.threshold_percent:
            raise ValueError(f"risk_percent не больше threshold_percent ({self.threshold_percent:g})")
        return self

    @property
    def steady_years(self) -> int:
        """Years running, the last included, that make its results stably low."""
        return self.stable_years


class ThreeLists(_ByShare):
    """Three lists: stably low, stably high, at risk."""

    method: Literal["three-lists"] = Field(description="Метод: три списка – низкие, стабильно высокие, группа риска")
    least_low_procedures: Whole = Field(description="Процедур, не меньше: со скольких низких год считается низким")
    low_years: Whole = Field(description="Лет подряд, включая последний: каждый низкий – школа в списке низких")
    high_percent: Percent = Field(
        description="%, не больше: доля ниже порога в каждой измеренной процедуре, при которой год считается высоким"
    )
    high_years: Whole = Field(description="Лет подряд, включая последний: каждый высокий – школа стабильно высокая")
    risk_percent: Percent = Field(
        description="%, не меньше: доля ниже порога в последнем году, с которой школа в группе риска"
    )
    risk_rise_points: Percent = Field(
        gt=0, description="Процентных пунктов за год, не меньше: рост доли ниже порога, с которого школа в группе риска"
    )

    @property
    def listing_years(self) -> int:
        """Years running, the last included, that put a school on the list."""
        return self.low_years

    @property
    def steady_years(self) -> int:
        """Years running, the last included, that make its results stably low."""
        return self.low_years


class LowerQuartile(_ByShare):
    """Many pupils in the lowest part of the authority's score distribution."""

    method: Literal["lower-quartile"] = Field(description="Метод: много участников в нижней части распределения баллов")
    lower_percent: Percent = Field(
        gt=0,
        description="%: какая нижняя часть распределения первичных баллов всех участников берётся (25 – квартиль)",
    )
    threshold_percent: Percent = Field(
        gt=0,
        description="%, не меньше: доля участников школы в этой нижней части, с которой результат процедуры низкий",
    )
    least_low_procedures: Whole = Field(description="Процедур, не меньше: со скольких низких школа попадает в список")
    stable_years: Whole = Field(
        description="Лет подряд, включая последний: условие выполнялось в каждом – результаты стабильно низкие"
    )

    @property
    def steady_years(self) -> int:
        """Years running, the last included, that make its results stably low."""
        return self.stable_years


class RepeatedFailure(_RuleSet):
    """Pupils below the minimum in the same procedures year after year."""

    method: Literal["repeated-failure"] = Field(description="Метод: не преодолевшие порог из года в год")
    least_failed: Whole = Field(
        description="Участников, не меньше: столько ниже порога, чтобы процедура считалась не преодолённой"
    )
    least_low_procedures: Whole = Field(description="Процедур, не меньше: столько не преодолено в одном году")
    years_running: Whole = Field(description="Лет подряд, включая последний: условие выполнялось в каждом")

    @property
    def listing_years(self) -> int:
        """Years running, the last included, that put a school on the list."""
        return self.years_running

    @property
    def steady_years(self) -> int:
        """Years running, the last included, that make its results stably low."""
        return max(self.years_running, 2)

    @property
    def threshold(self) -> float | None:
        """None: the rule counts pupils, not shares."""
        return None

    def least_below(self, pupils: Number) -> Number:
        """Return how many of the pupils must be below for a procedure to be low."""
        return 0 * pupils + self.least_failed


RuleSet = Annotated[LowProcedures | ThreeLists | LowerQuartile | RepeatedFailure, Field(discriminator="method")]

#: Every kind of rule set: the reference page is made from this list.
METHODS: tuple[type[_RuleSet], ...] = (LowProcedures, ThreeLists, LowerQuartile, RepeatedFailure)

_READER: TypeAdapter[RuleSet] = TypeAdapter(RuleSet)


def rule_set_names(where: Sequence[Path] = (BUILT_IN,)) -> list[str]:
    """Return the names of all rule sets, sorted."""
    return authority_names(".", where)


def rule_set(name: str, where: Sequence[Path] = (BUILT_IN,)) -> RuleSet:
    """Return the rule set of that name, from the first folder that has it.

    Raises:
        AuthorityFileMissingError: no folder has it; the error lists what there is.
        AuthorityFileUnreadableError: the file is there but a key is missing, unknown or of the wrong kind.
    """
    rules = read_authority(f"{name}.toml", _READER, where, _meanings())
    if rules.name != name:
        problem = f"name: найдено «{rules.name}», ожидается имя файла «{name}»"
        raise AuthorityFileUnreadableError(f"{name}.toml", [problem])
    return rules


def with_threshold(rules: RuleSet, percent: float) -> RuleSet:
    """Return the same rule with another threshold; the line of the group at risk is never above it.

    Raises:
        pydantic.ValidationError: no share is that many percent.
    """
    changed = rules.model_dump() | {"threshold_percent": float(percent)}
    if "risk_percent" in changed:
        changed["risk_percent"] = min(changed["risk_percent"], float(percent))
    return _READER.validate_python(changed)


def _meanings() -> dict[str, str]:
    """Return what each key means."""
    models: tuple[type[BaseModel], ...] = (*METHODS, RuleProcedure)
    return {name: field.description or "" for model in models for name, field in model.model_fields.items()}
