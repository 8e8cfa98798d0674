"""The authority's own papers: the school register and the social passports of schools."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from opora.synthetic.plan import Matter
from opora.synthetic.region import Region, School
from opora.synthetic.roles import school_spelled_differently, schools_missing_from_the_register
from opora.synthetic.sending import Row, Sending, Value
from opora.synthetic.truth import Truth
from opora.tables.contract import Contract, Kind
from opora.tables.paper_columns import ADDRESS_COLUMNS
from opora.tables.schools import CONTEXTS, REGISTER, WRITTEN_CODE

_NOT_SENT = {column.name for column in (*ADDRESS_COLUMNS, WRITTEN_CODE)}
_WORDS = {True: "да", False: "нет", None: ""}
_WITH_GROWTH_POINT = 0.3  # of village schools
_GROWTH_POINTS = (2019, 2020, 2021)


def register_files(region: Region, truth: Truth) -> Iterator[Sending]:
    """Return the register and the social passports, headed as the templates are; a few schools are missing."""
    register = listed_in_register(region)
    yield Sending(Path("Реестр школ.xlsx"), lambda: {"Реестр школ": _rows(REGISTER, register)})
    missing = {school.code for school in schools_missing_from_the_register(region)}
    passports = [entry for entry in social_passports(region, truth) if entry["school"] not in missing]
    yield Sending(Path("Социальный паспорт школ.xlsx"), lambda: {"Социальный паспорт": _rows(CONTEXTS, passports)})


def listed_in_register(region: Region) -> list[dict[str, Value]]:
    """Return the register as it was sent: without the forgotten schools, one name spelled out."""
    missing = schools_missing_from_the_register(region)
    different = school_spelled_differently(region)
    entries = [
        entry for entry, school in zip(whole_register(region), region.schools, strict=True) if school not in missing
    ]
    for entry in entries:
        if entry["school"] == different.code:
            entry["name"] = different.full_name
    return entries


def whole_register(region: Region) -> list[dict[str, Value]]:
    """Return what is known of each school, by column of the register."""
    dice = region.plan.dice(Matter.REGISTER)
    return [_entry(school, dice) for school in region.schools]


def _entry(school: School, dice: np.random.Generator) -> dict[str, Value]:
    per_grade = round(school.size)
    stages = {
        "pupils_1_4": 4 * per_grade,
        "pupils_5_9": 5 * per_grade * school.teaches(9),
        "pupils_10_11": round(0.8 * per_grade) * school.teaches(11),
    }
    pupils = sum(stages.values())
    teachers = max(3, round(pupils / (8 if school.rural else 15)))
    growth_point = _WITH_GROWTH_POINT * school.rural
    classes = sum(grades * max(1, round(per_grade / 25)) for grades in (4, 5 * school.teaches(9)))
    return {
        "school": school.code,
        "written_code": None,
        "name": school.name,
        "full_name": school.full_name,
        "municipality": school.municipality.name,
        "fisoko_login": school.code,
        "ris_code": school.ris_code,
        "inn": school.inn,
        "other_codes": None,
        "kind": school.kind,
        "rural": school.rural,
        "branch_of": None,
        "pupils": pupils,
        **stages,
        "classes": classes,
        "teachers": teachers,
        "vacancies": int(dice.binomial(teachers, 0.06)),
        "share_category": round(float(dice.beta(6, 6)), 2),
        "share_under_35": max(0.01, round(float(dice.beta(2, 7)), 2)),
        "growth_point_year": int(dice.choice(_GROWTH_POINTS)) if dice.random() < growth_point else None,
    }  # fmt: skip


def social_passports(region: Region, truth: Truth) -> list[dict[str, Value]]:
    """Return the context columns of each school and year."""
    return [
        {
            "school": school.code,
            "year": year,
            **{name: float(shares[school.index, place]) for name, shares in truth.shares.items()},
            "distance_km": float(truth.distance_km[school.index]),
        }
        for place, year in enumerate(region.plan.years)
        for school in region.schools
    ]


def _rows(contract: Contract, entries: list[dict[str, Value]]) -> Iterator[Row]:
    columns = [column for column in contract.columns if column.name not in _NOT_SENT]
    yield [column.heading for column in columns]
    for entry in entries:
        yield [_cell(column.kind, entry[column.name]) for column in columns]


def _cell(kind: Kind, value: Value) -> Value:
    """Return a value as people write it: a share as percent, a flag as «да» or «нет»."""
    if kind is Kind.FLAG:
        return _WORDS[value]  # type: ignore[index]
    return round(100 * float(value), 1) if kind is Kind.SHARE and value is not None else value
