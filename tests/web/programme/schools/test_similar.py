"""Schools in like conditions."""

from math import sqrt

import numpy as np

from opora_web.facts import current_facts
from opora_web.programme.schools.similar import _PASSPORT, NEIGHBOURS, similar_to
from tests.web.personas import People, SignedIn


def test_the_nearest_school_is_the_nearest_by_brute_force(release: int):
    facts = current_facts()
    schools = [one for one in facts.schools.values() if one.context]
    columns = [[one.context.get(name) for one in schools] for name in _PASSPORT]
    columns.append([sqrt(one.register["pupils"]) if one.register["pupils"] is not None else None for one in schools])
    columns.append([None if one.register["rural"] is None else float(one.register["rural"]) for one in schools])
    scores = np.array(columns, float).T
    spread = np.nanstd(scores, axis=0, ddof=1)
    scores = (scores - np.nanmean(scores, axis=0)) / np.where(spread > 0, spread, np.nan)
    for place, school in enumerate(schools):
        distances = np.nanmean((scores - scores[place]) ** 2, axis=1)
        distances[place] = np.inf
        found = similar_to(facts, school.code)
        assert found[0].code == schools[int(np.argmin(distances))].code
        assert len(found) == NEIGHBOURS


def test_a_school_without_a_passport_has_no_like_schools(release: int):
    assert similar_to(current_facts(), "no-such-school") == []


def test_like_schools_are_named_and_linked_only_where_one_may_look(signed_in: SignedIn, people: People):
    facts = current_facts()
    code = str(people.schools[0].code)
    near = similar_to(facts, code)
    assert near
    page = signed_in("head").get(f"/schools/{code}/").content.decode()
    for one in near:
        assert one.name in page
        assert f'href="/schools/{one.code}/"' not in page
    page = signed_in("analyst").get(f"/schools/{code}/").content.decode()
    assert all(f'href="/schools/{one.code}/"' in page for one in near)
