"""Sections that a school's programme must have, as data: by kind of plan, with a hint for whoever writes."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority

_FILE = "programmes/sections.toml"


class ProgrammeSection(BaseModel):
    """One section: its title, and what to write there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    title: str = Field(min_length=1)
    hint: str = ""


class Programme(BaseModel):
    """What one kind of plan must have; `years` are how many years it is usually for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    years: int = Field(1, ge=1, le=10)
    section: tuple[ProgrammeSection, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "Programme":
        codes = [one.code for one in self.section]
        if len(set(codes)) != len(codes):
            raise ValueError(f"коды разделов без повторов (вид «{self.kind}»)")
        return self


class ProgrammeSections(BaseModel):
    """All kinds, with where their sections come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    edition: str
    source: str
    programme: tuple[Programme, ...]

    def of_kind(self, kind: str) -> Programme:
        """Return what a kind must have; a kind the file does not name must have nothing."""
        return next((one for one in self.programme if one.kind == kind), Programme(kind=kind, years=1, section=()))


def programme_sections(where: Sequence[Path] = (BUILT_IN,)) -> ProgrammeSections:
    """Return the sections in force, the authority's own first.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    return read_authority(_FILE, TypeAdapter(ProgrammeSections), where)
