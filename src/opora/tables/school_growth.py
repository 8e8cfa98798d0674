"""What the analysis of growth tells: one row per school, and what stands behind all of them."""

from pydantic import BaseModel, ConfigDict


class SchoolGrowth(BaseModel):
    """What a school adds to the earlier results of its pupils. What cannot be told is null.

    Attributes:
        school: code.
        pupils: with a result and an earlier one.
        verdict: above, below, as-expected or cannot-tell.
        growth: result minus what is expected of these pupils, shrunken towards 0.
        low: lower end of its 95 % interval.
        high: upper end.
        level: how far the results themselves stand from the mean of schools.
        ellipse: half-axes and angle (degrees from the axis of level) of the 95 % ellipse of level and growth.
        quadrant: high-level-high-growth and the like, or cannot-tell.
        shape: for whom the school does more, a code of `SHAPES`.
        fifths: mean growth of pupils by fifths of earlier results, the weakest first; null where there is nobody.
        pupils_of_fifths: how many pupils each has.
    """

    model_config = ConfigDict(frozen=True)

    school: str
    pupils: int
    verdict: str
    growth: float | None
    low: float | None
    high: float | None
    level: float | None
    ellipse: tuple[float, float, float] | None
    quadrant: str
    shape: str
    fifths: tuple[float | None, ...]
    pupils_of_fifths: tuple[int | None, ...]


class GrowthAnswer(BaseModel):
    """The growth of all schools in one paper.

    Attributes:
        title: the paper and its years.
        years: calendar years, pooled where there are several.
        said: whose earlier result it is.
        prior_of: pupil or cohort.
        unit: point – of the paper; spread – of the pupils of a year, where years are pooled.
        schools: a row a school.
        least_schools: with fewer nothing is told.
        pupils: in the model.
        between: spread of schools' true growth; null where nothing is told.
        within: spread of pupils around what is expected of them.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    years: tuple[int, ...]
    said: str
    prior_of: str
    unit: str
    schools: tuple[SchoolGrowth, ...]
    least_schools: int
    pupils: int
    between: float | None
    within: float | None

    @property
    def can_tell(self) -> bool:
        """Whether there are schools enough to compare."""
        return self.between is not None
