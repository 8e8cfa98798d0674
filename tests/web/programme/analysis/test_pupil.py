"""What is told of one pupil: counted by hand from the states of his answers."""

from opora.tables.item_answers import PupilItem
from opora_web.programme.analysis.school_items import pupil_sentences


def item(name: str, state: str, others: float | None, skill: str | None = None) -> PupilItem:
    kind = "item" if name[0].isdigit() else "skill"
    return PupilItem(item=name, kind=kind, max_score=1, skill=skill, state=state, others=others)


def test_what_most_others_take_and_the_pupil_did_not_is_named() -> None:
    told = pupil_sentences(
        [
            item("1", "full", 0.9),
            item("2", "wrong", 0.7, "Решать задачи"),
            item("3", "wrong", 0.3),  # hard for everybody
            item("4", "not-started", 0.6),
            item("Решать задачи", "wrong", 0.7),  # a skill is no item
        ]
    )
    assert told == (
        "Участник: заданий 4, взято полностью – 1, ошибка – 2, не приступал – 1.",
        "Остальные это обычно берут, а здесь нет: 2 (решать задачи), 4.",
    )


def test_a_pupil_who_took_what_others_take_has_nothing_named() -> None:
    assert pupil_sentences([item("1", "full", 0.9), item("2", "wrong", None)]) == (
        "Участник: заданий 2, взято полностью – 1, ошибка – 1.",
    )


def test_a_pupil_without_scores_is_said_to_have_none() -> None:
    assert pupil_sentences([]) == ("Баллов этого участника в работе нет.",)
