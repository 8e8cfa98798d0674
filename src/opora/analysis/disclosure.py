"""Disclosure control: small groups are hidden, and so much beside them that no total gives them away."""

from collections.abc import Mapping, Sequence

from opora.tables.publication import Hidden, PublicCell

#: Percentages of fewer pupils are not published (an authority's usual floor; docs/explanation/publication.md).
LEAST_PUPILS = 10

#: Marks 2, 3, 4, 5: how many pupils have each.
Marks = tuple[int, int, int, int]


def hidden_groups(pupils: Sequence[int], least: int = LEAST_PUPILS) -> dict[int, Hidden]:
    """Return which groups of a published total are hidden, by index, and why.

    Besides the small ones so many of the next smallest are hidden that the hidden ones together are no small group:
    whoever subtracts what is shown from the total learns about at least `least` pupils of at least two groups, or
    nothing. Where that takes all groups, the total itself has to be hidden too.

    Args:
        pupils: how many pupils each group has; a group without pupils is nothing to hide.
        least: the least number that may be shown.
    """
    hidden: dict[int, Hidden] = {index: "small" for index, count in enumerate(pupils) if 0 < count < least}
    others = sorted(
        (index for index, count in enumerate(pupils) if count >= least), key=lambda index: (pupils[index], index)
    )
    while hidden and others and not _is_safe([pupils[index] for index in hidden], least):
        hidden[others.pop(0)] = "complement"
    return hidden


def _is_safe(hidden: Sequence[int], least: int) -> bool:
    return len(hidden) > 1 and sum(hidden) >= least


def protected(marks: Mapping[str, Marks], least: int = LEAST_PUPILS) -> tuple[PublicCell, list[PublicCell]]:
    """Return the total and the cells of the groups as they may be published.

    Args:
        marks: counts of marks by group; a group without marks is left out.
        least: the least number of pupils whose percentages may be shown.
    """
    filled = {group: counts for group, counts in marks.items() if sum(counts)}
    hidden = hidden_groups([sum(counts) for counts in filled.values()], least)
    cells = [_cell(group, counts, hidden.get(index)) for index, (group, counts) in enumerate(filled.items())]
    everybody = [sum(column) for column in zip(*filled.values(), strict=True)] or [0, 0, 0, 0]
    whole: Marks = (everybody[0], everybody[1], everybody[2], everybody[3])
    is_whole_small = bool(hidden) and not _is_safe([sum(filled[cell.group]) for cell in cells if cell.hidden], least)
    return _cell("всего", whole, "small" if is_whole_small or sum(whole) < least else None), cells


def _cell(group: str, counts: Marks, hidden: Hidden | None) -> PublicCell:
    if hidden:
        return PublicCell(group=group, pupils=None, share_passed=None, share_good=None, hidden=hidden)
    two, three, four, five = counts
    pupils = two + three + four + five
    return PublicCell(
        group=group,
        pupils=pupils,
        share_passed=round((three + four + five) / pupils, 2),
        share_good=round((four + five) / pupils, 2),
    )
