"""Who: the schools of the made-up region."""

from collections import Counter

import numpy as np
import pytest

from opora.synthetic.plan import RegionPlan
from opora.synthetic.region import made_up_region
from opora.vocabulary.codes import CodeSystem, code_system
from opora.vocabulary.school_spelling import school_key
from tests.synthetic.regions import WHOLE, region_of


def test_small_schools_are_the_normal_case() -> None:
    sizes = region_of(WHOLE).sizes
    assert 0.4 <= (sizes < 12).mean() <= 0.6
    assert sizes.min() <= 4
    assert sizes.max() >= 40


def test_three_towns_and_nine_districts() -> None:
    region = region_of(WHOLE)
    assert Counter(home.is_town for home in region.municipalities) == {True: 3, False: 9}
    assert Counter(school.municipality.number for school in region.schools).keys() == set(range(12))
    assert {school.kind for school in region.schools} == {"НОШ", "ООШ", "СОШ", "лицей", "гимназия"}


def test_each_kind_of_school_ends_with_its_grade() -> None:
    for school in region_of(WHOLE).schools:
        taught = [grade for grade in (4, 5, 9, 11) if school.teaches(grade)]
        assert taught == {"НОШ": [4], "ООШ": [5, 9]}.get(school.kind, [5, 9, 11])


def test_codes_are_those_of_the_exam_systems_and_belong_to_one_school() -> None:
    schools = region_of(WHOLE).schools
    assert {code_system(school.code) for school in schools} == {CodeSystem.FISOKO}
    assert {code_system(school.ris_code) for school in schools} == {CodeSystem.RIS}
    assert {code_system(school.inn) for school in schools} == {CodeSystem.INN}
    assert all(school.ris_code.startswith(school.municipality.msu_code) for school in schools)
    for codes in ([s.code for s in schools], [s.ris_code for s in schools], [s.inn for s in schools]):
        assert len(set(codes)) == len(schools)


def test_no_two_schools_of_a_municipality_bear_one_name() -> None:
    region = made_up_region(RegionPlan(schools=700, municipalities=2))
    named = Counter((school.municipality.number, school_key(school.name)) for school in region.schools)
    assert max(named.values()) == 1


@pytest.mark.parametrize("schools", [1, 2, 5, 30])
def test_a_region_of_any_size_has_exactly_the_schools_that_were_planned(schools: int) -> None:
    region = made_up_region(RegionPlan(schools=schools))
    assert len(region.schools) == schools
    assert all(len(region.schools_of(home)) for home in region.municipalities)


def test_the_mean_size_is_the_planned_one() -> None:
    assert made_up_region(RegionPlan(pupils_per_grade=50)).sizes.mean() == pytest.approx(50)


def test_another_seed_is_another_region() -> None:
    other = made_up_region(RegionPlan(seed=1))
    assert not np.array_equal(other.sizes, region_of(WHOLE).sizes)
