"""The plan of phases: what the built-in one promises, and what an authority's own may be."""

from pathlib import Path
from typing import get_args

import pytest

from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.phases import PhaseCode, phase_plan


def test_the_built_in_plan_has_every_phase_with_a_gate() -> None:
    plan = phase_plan()
    assert tuple(phase.code for phase in plan.phase) == get_args(PhaseCode)
    assert all(any(task.gate for task in phase.task) for phase in plan.phase)


def test_an_authority_may_have_its_own_plan(tmp_path: Path) -> None:
    (tmp_path / "phases").mkdir()
    (tmp_path / "phases" / "support.toml").write_text(
        'title = "Наш"\nsource = "Приказ"\nexit_after_years = 1\nwatch_years = 1\n[[phase]]\ncode = "diagnosis"\n'
        'title = "Д"\n[[phase.task]]\ncode = "a"\ntitle = "А"\ndays = 1\nwho = "school"\nproof = "п"\ngate = true\n',
        encoding="utf-8",
    )
    plan = phase_plan("support", (tmp_path,))
    assert [task.title for task in plan.tasks_of("diagnosis")] == ["А"]
    assert plan.tasks_of("review") == ()


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "phases").mkdir()
    (tmp_path / "phases" / "support.toml").write_text('title = "Наш"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(AuthorityFileUnreadableError, match="colour: такого ключа нет"):
        phase_plan("support", (tmp_path,))
