"""Norms of meetings: the built-in file can be read, an authority's own replaces it, slips are said."""

from pathlib import Path

import pytest

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.meeting_norms import meeting_norms


def test_the_working_group_meets_at_least_twice_a_year_and_the_control_hour_monthly() -> None:
    norms = {one.kind: one for one in meeting_norms().norm}
    assert (norms["working-group"].times, norms["working-group"].per) == (2, "year")
    assert (norms["control-hour"].times, norms["control-hour"].per) == (1, "month")
    assert 7 not in norms["control-hour"].months


def own(folder: Path, text: str) -> tuple[Path, ...]:
    (folder / "meetings").mkdir()
    (folder / "meetings" / "norms.toml").write_text(text, encoding="utf-8")
    return (folder, BUILT_IN)


HEAD = 'title = "Наши"\nedition = "1"\nsource = "приказ"\n'
NORM = '[[norm]]\nkind = "working-group"\nper = "year"\ntimes = 4\nsource = "положение"\n'


def test_an_authority_s_own_norms_come_first(tmp_path: Path) -> None:
    assert [one.times for one in meeting_norms(own(tmp_path, HEAD + NORM)).norm] == [4]


@pytest.mark.parametrize(
    "text", [HEAD + NORM + NORM, HEAD + NORM.replace("4", "0"), HEAD + NORM.replace("year", "week")]
)
def test_norms_that_cannot_be_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(AuthorityFileUnreadableError, match=r"norms\.toml › "):
        meeting_norms(own(tmp_path, text))
