"""Which papers can be asked about – found again by brute force – and years that stand together."""

import statistics
from collections import defaultdict
from typing import Any

import pytest

from opora.growth_rows import growth_papers, pooled_growth_rows
from opora.measuring.school_growth import school_growth
from opora_web.facts import current_facts
from opora_web.programme.analysis.papers import growth_choices, held_papers, paper_code


def results() -> list[dict[str, Any]]:
    facts = current_facts()
    schools = {code: one.code for one in facts.schools.values() for code in one.codes}
    rows = facts.release.table("results").collect("pyarrow").to_native().to_pylist()
    return [row | {"school": schools.get(row["school_code"], row["school_code"])} for row in rows]


def test_every_paper_of_the_release_is_held_once_with_its_pupils(release: int):
    held, counted = held_papers(current_facts()), defaultdict(int)
    for row in results():
        counted[row["year"], row["procedure"], row["subject"], row["paper_grade"], row["level"]] += 1
    assert {tuple(one.paper.columns.values()): one.pupils for one in held.values()} == dict(counted)
    assert all(code == paper_code(one.paper) for code, one in held.items())
    years = [one.paper.year for one in held.values()]
    assert years == sorted(years, reverse=True)


def test_growth_is_offered_where_schools_have_both_papers(release: int):
    schools: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in results():
        if row["procedure"] != "ege" or row["test_score"] is not None:
            schools[row["subject"], row["year"], row["procedure"], row["paper_grade"]].add(row["school"])
    found = growth_papers(current_facts().release)
    assert found
    for one in found:
        asked = one.asked
        own = schools[asked.subject, asked.year, asked.procedure, asked.grade]
        assert one.schools == len(own & schools[asked.subject, *one.earlier])
        assert one.earlier[0] < asked.year
        assert asked.year - one.earlier[0] == (asked.grade or 0) - one.earlier[2]


def test_years_together_stand_in_spreads_of_their_own_pupils(release: int):
    facts = current_facts()
    choice = next(iter(growth_choices(facts).values()))
    gathered = pooled_growth_rows(facts.release, choice.asked, choice.years)
    rows = gathered.rows.collect("pyarrow").to_native().to_pylist()
    of_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_year[row["year"]].append(row)
    assert set(of_year) == set(choice.years)
    for own in of_year.values():
        for name in ("score", "prior"):
            values = [row[name] for row in own]
            assert statistics.fmean(values) == pytest.approx(0, abs=1e-9)
            assert statistics.stdev(values) == pytest.approx(1)


def test_one_year_is_told_in_points_and_nothing_of_small_schools(release: int):
    facts = current_facts()
    choice = next(iter(growth_choices(facts).values()))
    answer = school_growth(facts.release, choice.asked, choice.years[:1])
    assert answer.unit == "point"
    assert answer.can_tell == (len(answer.schools) >= answer.least_schools)
    counted = defaultdict(int)
    earlier = next(one for one in growth_papers(facts.release) if one.asked == choice.asked).earlier
    before = {
        row["school"]
        for row in results()
        if (row["year"], row["procedure"], row["paper_grade"], row["subject"]) == (*earlier, choice.asked.subject)
    }
    for row in results():
        named = row["year"], row["procedure"], row["subject"], row["paper_grade"]
        if named == (choice.asked.year, choice.asked.procedure, choice.asked.subject, choice.asked.grade):
            counted[row["school"]] += row["school"] in before and row["attempt"] in {None, 1}
    assert {one.school: one.pupils for one in answer.schools} == {code: n for code, n in counted.items() if n}
    for one in answer.schools:
        if one.pupils < 10:
            assert one.verdict == "cannot-tell"
