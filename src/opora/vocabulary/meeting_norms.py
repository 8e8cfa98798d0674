"""How often meetings are to be held: data that an authority may own, never code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority

MeetingCode = Literal["working-group", "control-hour", "reporting-session", "methodical-council"]
Per = Literal["month", "half-year", "year"]
Month = Annotated[int, Field(ge=1, le=12)]
_Words = Annotated[str, Field(min_length=1, max_length=300)]


class MeetingNorm(BaseModel):
    """How often one kind of meeting is to be held.

    Attributes:
        per: the span that is counted; a year is a school year, from 1 September.
        times: at least so many meetings in each span.
        months: in which months it is asked for; a span without any of them asks for nothing.
        source: where the norm comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: MeetingCode
    per: Per
    times: int = Field(ge=1, le=100)
    months: tuple[Month, ...] = Field(tuple(range(1, 13)), min_length=1)
    source: _Words


class MeetingNorms(BaseModel):
    """The norms of an authority, one for each kind at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: _Words
    edition: _Words
    source: _Words
    norm: tuple[MeetingNorm, ...]

    @model_validator(mode="after")
    def _each_kind_once(self) -> "MeetingNorms":
        kinds = [one.kind for one in self.norm]
        if len(set(kinds)) != len(kinds):
            raise ValueError("каждый вид совещания по одному разу")
        return self


def meeting_norms(where: Sequence[Path] = (BUILT_IN,)) -> MeetingNorms:
    """Return the norms in force, the authority's own first.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    return read_authority("meetings/norms.toml", TypeAdapter(MeetingNorms), where)
