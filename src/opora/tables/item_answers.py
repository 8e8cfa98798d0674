"""What the analysis of items tells: one row per group of pupils and item or skill."""

from pydantic import BaseModel, ConfigDict


class ItemRow(BaseModel):
    """One group of pupils and one item or skill. What fewer than 10 pupils wrote is null, numbers 1–4 are hidden.

    Attributes:
        area_level: all, municipality, school or class.
        municipality: where.
        school: code.
        class_name: class.
        kind: item or skill: a skill is the sum of several items that test it.
        item: number of the item, or the words of the skill.
        max_score: most points.
        difficulty: Б, П, В.
        skill: what the item tests.
        availability: measured or too-few.
        pupils: to whom it was offered.
        share: earned share of the most points.
        se: its standard error.
        low: lower end of the 95 % interval.
        high: upper end.
        earned: pupils who earned something.
        wrong: pupils who started and earned nothing.
        not_started: pupils who did not start.
        absent: pupils without data on the item.
        level: sufficient, border or insufficient mastery of an item of this difficulty.
        compared_with: municipality, all or similar: the rest of them, own pupils left out.
        others: their share.
        difference: own share minus theirs.
        beyond_level: difference beyond the group's mean difference over items.
        p: two-proportion test.
        q: the same with false discoveries over the group's items controlled.
        expected: share shrunk towards all groups.
        likely_below: probability that the true share is below the others'.
        is_gap: lower than others, q ≤ 0.05.
    """

    model_config = ConfigDict(frozen=True)

    area_level: str
    municipality: str | None = None
    school: str | None = None
    class_name: str | None = None
    kind: str
    item: str
    max_score: int
    difficulty: str | None
    skill: str | None
    availability: str
    pupils: int | None
    share: float | None
    se: float | None
    low: float | None
    high: float | None
    earned: int | None
    wrong: int | None
    not_started: int | None
    absent: int | None
    level: str | None
    compared_with: str | None = None
    others: float | None = None
    difference: float | None = None
    beyond_level: float | None = None
    p: float | None = None
    q: float | None = None
    expected: float | None = None
    likely_below: float | None = None
    is_gap: bool | None = None


class DiscriminationPoint(BaseModel):
    """Earned share of an item by the weak and by the strong third; null where a third has fewer than 10 pupils."""

    model_config = ConfigDict(frozen=True)

    item: str
    weak: float | None
    strong: float | None


class PupilItem(BaseModel):
    """One item of one pupil: full, part, wrong, not-started, absent – beside the share others earn."""

    model_config = ConfigDict(frozen=True)

    item: str
    kind: str
    max_score: int
    skill: str | None
    state: str
    others: float | None


class ItemsAnswer(BaseModel):
    """The answer of `opora analyse items`."""

    model_config = ConfigDict(frozen=True)

    title: str
    pupils: int
    schools: int
    rows: list[ItemRow]
    thirds: list[DiscriminationPoint]
    weak_pupils: int
    strong_pupils: int
    pupil: list[PupilItem]
    notes: list[str]
