"""Nobody who subtracts what is shown from the total learns about a small group."""

from hypothesis import given
from hypothesis import strategies as st

from opora.analysis.disclosure import LEAST_PUPILS, hidden_groups, protected


def test_large_groups_are_all_shown():
    assert hidden_groups([40, 25, 10]) == {}


def test_one_small_group_takes_the_next_smallest_with_it():
    """If only the village with 4 pupils were hidden, total minus the others would show it."""
    assert hidden_groups([40, 4, 25, 12]) == {1: "small", 3: "complement"}


def test_two_small_groups_that_are_small_together_take_a_third():
    assert hidden_groups([40, 4, 3, 25]) == {1: "small", 2: "small", 3: "complement"}


def test_two_small_groups_that_are_large_together_are_enough():
    assert hidden_groups([40, 6, 7, 25]) == {1: "small", 2: "small"}


def test_a_group_without_pupils_hides_nothing():
    assert hidden_groups([40, 0, 25]) == {}


def test_a_lone_small_group_hides_the_total_too():
    total, cells = protected({"Абанский": (1, 2, 3, 0)})
    assert (total.hidden, total.pupils) == ("small", None)
    assert cells[0].share_passed is None


def test_shown_shares_are_counted_by_hand():
    total, cells = protected({"Абанский": (3, 9, 6, 2), "Терский": (1, 9, 5, 5)})
    assert (cells[0].pupils, cells[0].share_passed, cells[0].share_good) == (20, 0.85, 0.4)
    assert (total.pupils, total.share_passed) == (40, 0.9)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_whoever_subtracts_learns_of_no_small_group(pupils: list[int]):
    marks = {f"М{index}": (count // 2, count - count // 2, 0, 0) for index, count in enumerate(pupils)}
    total, cells = protected(marks)
    assert all(cell.pupils is None or cell.pupils >= LEAST_PUPILS for cell in [total, *cells])
    hidden = [pupils[int(cell.group[1:])] for cell in cells if cell.hidden]
    if total.pupils is not None and hidden:
        assert total.pupils - sum(cell.pupils or 0 for cell in cells) == sum(hidden) >= LEAST_PUPILS
        assert len(hidden) >= 2


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_nothing_is_hidden_without_need(pupils: list[int]):
    assert bool(hidden_groups(pupils)) == any(0 < count < LEAST_PUPILS for count in pupils)
