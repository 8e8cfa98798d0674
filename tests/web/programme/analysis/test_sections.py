"""What the page of a school says shortly: the largest deficits, each trouble once."""

from opora.tables.item_answers import ItemRow
from opora_web.programme.analysis.sections import _different


def row(item: str, skill: str | None, kind: str = "item") -> ItemRow:
    empty = dict.fromkeys(
        ("difficulty", "pupils", "share", "se", "low", "high", "earned", "wrong", "not_started", "absent", "level")
    )
    about = {"area_level": "school", "kind": kind, "item": item, "max_score": 1, "availability": "measured"}
    return ItemRow.model_validate(empty | about | {"skill": skill})


def test_an_item_and_its_skill_are_one_trouble():
    gaps = [
        ("math-5", row("4", "Дроби")),
        ("math-5", row("Дроби", "Дроби", "skill")),
        ("math-6", row("Дроби", "Дроби", "skill")),
        ("math-5", row("7", None)),
    ]
    assert _different(gaps) == [gaps[0], gaps[2], gaps[3]]
