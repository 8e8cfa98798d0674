"""The phases by which a school is accompanied, with their tasks: data that an authority may own, never code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority

PhaseCode = Literal["diagnosis", "programme", "execution", "review", "exit", "watch"]
Who = Literal["school", "curator", "authority"]
_Words = Annotated[str, Field(min_length=1, max_length=300)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PhaseTask(_Model):
    """One task of a phase.

    Attributes:
        days: until when, in days from the beginning of the phase.
        who: who is to do it.
        proof: what shows that it is done.
        gate: whether it must be done before the next phase.
    """

    code: _Words
    title: _Words
    days: int = Field(ge=0, le=3_660)
    who: Who
    proof: _Words
    gate: bool


class Phase(_Model):
    """One phase with its tasks, in order."""

    code: PhaseCode
    title: _Words
    task: tuple[PhaseTask, ...] = Field(min_length=1)


class PhasePlan(_Model):
    """All phases in order; `exit_after_years` off the list propose leaving, then `watch_years` of watching follow."""

    title: _Words
    source: _Words
    exit_after_years: int = Field(ge=1, le=10)
    watch_years: int = Field(ge=1, le=10)
    phase: tuple[Phase, ...] = Field(min_length=1)

    def tasks_of(self, code: str) -> tuple[PhaseTask, ...]:
        """Return the tasks of a phase; nothing where the plan does not have it."""
        return next((phase.task for phase in self.phase if phase.code == code), ())


def phase_plan(name: str = "support", where: Sequence[Path] = (BUILT_IN,)) -> PhasePlan:
    """Return the plan of phases of that name, from the first folder that has it.

    Raises:
        AuthorityFileMissingError: no folder has it.
        AuthorityFileUnreadableError: a key is missing, unknown or of the wrong kind.
    """
    return read_authority(f"phases/{name}.toml", TypeAdapter(PhasePlan), where)
