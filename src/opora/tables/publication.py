"""What may be known to everybody: shares by municipality, small groups hidden with their complements."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

#: Why a cell is empty: its group is small, or it is hidden so that a small one cannot be worked out from the total.
Hidden = Literal["small", "complement"]

HIDDEN_IN_RUSSIAN: dict[str, str] = {
    "small": "мало участников",
    "complement": "скрыто, чтобы нельзя было вычислить малую группу",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicCell(_Record):
    """One group in one paper. Shares are 0–1, rounded to whole percents; hidden numbers are None with the reason."""

    group: str
    pupils: int | None
    share_passed: float | None
    share_good: float | None
    hidden: Hidden | None = None


class PublicPaper(_Record):
    """One paper: everybody together, and group by group."""

    label: str
    procedure: str
    subject: str
    paper_grade: int
    total: PublicCell
    groups: list[PublicCell]


class PublicTable(_Record):
    """All papers of a year as they may be published. Groups are municipalities; no school is named."""

    release: int
    year: int
    least_pupils: int
    papers: list[PublicPaper]
