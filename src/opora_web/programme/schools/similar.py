"""Schools that work in like conditions: who they are, what makes them alike and what does not. Results are not told."""

from dataclasses import dataclass

from opora.analysis.school_context.similar_schools import similar_schools
from opora.tables import CONTEXTS, Kind
from opora.vocabulary.spelling import in_a_sentence
from opora_web.facts import Facts, SchoolFacts

#: How many like schools are named.
NEIGHBOURS = 5

#: A unit within a list of names would read as one more name.
_UNIT = ", км"
_PASSPORT = tuple(column.name for column in CONTEXTS.columns if column.kind in {Kind.SHARE, Kind.NUMBER})


@dataclass(frozen=True)
class SimilarSchool:
    """One school in like conditions.

    Attributes:
        code, name, municipality: who it is.
        alike: what the two share, in words.
        different: what differs by more than the usual spread of schools, in words.
        compared_on: how many conditions of both are known.
    """

    code: str
    name: str
    municipality: str
    alike: str
    different: str
    compared_on: int


def similar_to(facts: Facts, code: str) -> list[SimilarSchool]:
    """Return the schools nearest in conditions, the nearest first; none where the school's conditions are not known."""
    return facts.kept("similar-schools", lambda: _similar(facts)).get(code, [])


def _similar(facts: Facts) -> dict[str, list[SimilarSchool]]:
    schools = list(facts.schools.values())
    compared = {name: [one.context.get(name) for one in schools] for name in _PASSPORT}
    # Pupils by the square root: between 20 and 60 lies more than between 720 and 760.
    compared |= {
        "число учеников": [_root(one.register.get("pupils")) for one in schools],
        "сельская": [_number(one.register.get("rural")) for one in schools],
    }
    known = [place for place, one in enumerate(schools) if one.context]
    table = similar_schools(
        [schools[place].code for place in known],
        {name: [values[place] for place in known] for name, values in compared.items()},
        NEIGHBOURS,
    )
    found: dict[str, list[SimilarSchool]] = {}
    for row in table.to_pylist():
        found.setdefault(row["school"], []).append(_named(row, facts.schools[row["similar_school"]]))
    return found


def _named(row: dict[str, object], school: SchoolFacts) -> SimilarSchool:
    return SimilarSchool(
        code=school.code,
        name=school.name,
        municipality=school.municipality or "",
        alike=in_a_sentence(str(row["alike"])).replace(_UNIT, ""),
        different=in_a_sentence(str(row["different"])).replace(_UNIT, "").replace(".", ",").replace("-", "−"),
        compared_on=int(str(row["compared_on"])),
    )


def _root(pupils: int | None) -> float | None:
    return None if pupils is None else float(pupils) ** 0.5


def _number(flag: bool | None) -> float | None:
    return None if flag is None else float(flag)
