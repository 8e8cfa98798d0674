"""What the analysis of context tells: one row per school, and how it was found."""

from pydantic import BaseModel, ConfigDict


class SchoolInContext(BaseModel):
    """One school in its context. What is not known is null.

    Attributes:
        school: code.
        index: of well-being, mean 50, spread 10.
        track: favourable, border, unfavourable or cannot-tell.
        reasons: the indicators that set the school apart, in spreads, + towards well-being.
        result: comparable over papers, in spreads between schools.
        expected: the result other schools show in such a context.
        difference: result minus expected.
        relative: the same in spreads of such differences.
        place: resilient, above-expected, as-expected, below-expected or cannot-tell.
        resilient_years: years running, back from the last.
    """

    model_config = ConfigDict(frozen=True)

    school: str
    index: float | None
    track: str
    reasons: str
    result: float | None
    expected: float | None
    difference: float | None
    relative: float | None
    place: str
    resilient_years: int


class ContextAnswer(BaseModel):
    """The context of all schools in one year.

    Attributes:
        year: of the results.
        method: ridge, clusters or none: how the expected results were found.
        indicators: what the index is made of, in the words of the passport.
        spread: of actual minus expected results.
        schools: a row a school.
    """

    model_config = ConfigDict(frozen=True)

    year: int
    method: str
    indicators: tuple[str, ...]
    spread: float | None
    schools: tuple[SchoolInContext, ...]
