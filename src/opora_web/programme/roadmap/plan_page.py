"""What the page of a plan shows: its rows with the linter's remarks, deadlines in words, experts' remarks, links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opora.plans import checked
from opora.tables.plan import PlanProblem
from opora_web.accounts.models import normalised
from opora_web.programme.roadmap.models import (
    PlanEdition,
    PlanRemark,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.record import Layout, deadline_of, layout_of, period_of_roadmap, plan_in_layout
from opora_web.programme.roadmap.understood import Understood, understood

#: What rows can be chosen by.
CHOSEN_BY = (
    ("problems", "с замечаниями проверки"),
    ("remarks", "с замечаниями экспертов"),
    ("doubts", "с сомнением в сроке"),
    ("unmatched", "где не сказано, кто отвечает"),
)


@dataclass
class PlanRow:
    """One row of the table: a heading or a measure.

    Attributes:
        measure, section: one of them.
        problems: what the linter says of the measure.
        remarks: what experts said of it.
        deadline: how its deadline is understood.
        below: how many measures of lower plans carry it out.
    """

    measure: RoadmapMeasure | None = None
    section: RoadmapSection | None = None
    problems: list[PlanProblem] = field(default_factory=list)
    remarks: list[PlanRemark] = field(default_factory=list)
    deadline: Understood | None = None

    @property
    def is_unmatched(self) -> bool:
        """Whether somebody responsible is not recognised yet."""
        parties = self.measure.parties.all() if self.measure else ()
        return any(not (one.organisation_id or one.person_id or one.post_kind) for one in parties)

    @property
    def open_remarks(self) -> list[PlanRemark]:
        """Remarks that are not settled."""
        return [one for one in self.remarks if one.settled_at is None]


@dataclass
class PlanPage:
    """A plan as its page shows it.

    Attributes:
        problems: what the linter says of the plan as a whole.
        remarks: what experts said of the plan as a whole.
    """

    roadmap: Roadmap
    layout: Layout
    rows: list[PlanRow]
    problems: list[PlanProblem]
    remarks: list[PlanRemark]

    @property
    def problem_count(self) -> int:
        """How many remarks the linter has."""
        return len(self.problems) + sum(len(row.problems) for row in self.rows)

    @property
    def open_remark_count(self) -> int:
        """How many experts' remarks wait."""
        own = [one for one in self.remarks if one.settled_at is None]
        return len(own) + sum(len(row.open_remarks) for row in self.rows)

    @property
    def unmatched_count(self) -> int:
        """In how many measures somebody responsible is not recognised."""
        return sum(row.is_unmatched for row in self.rows)


def plan_page_of(roadmap: Roadmap) -> PlanPage:
    """Return a plan's page, read in a few statements however long the plan is."""
    layout = layout_of(roadmap)
    places, by_place = layout.places, _problems_by_place(layout)
    remarks = _remarks_by_measure(roadmap)
    rows = [
        PlanRow(section=row)
        if isinstance(row, RoadmapSection)
        else PlanRow(
            measure=row, problems=by_place.pop(places[row.pk].row, []), remarks=remarks.get(row.pk, []),
            deadline=_understood(row),
        )
        for row in layout.rows
    ]  # fmt: skip
    whole = [problem for problems in by_place.values() for problem in problems]
    return PlanPage(roadmap, layout, rows, whole, remarks.get(None, []))


def _understood(measure: RoadmapMeasure) -> Understood | None:
    deadline = deadline_of(measure)
    return understood(deadline, period_of_roadmap(measure.roadmap)) if deadline else None


def _problems_by_place(layout: Layout) -> dict[int, list[PlanProblem]]:
    """Return the linter's remarks by the row they are about; those on the plan as a whole under 0."""
    found: dict[int, list[PlanProblem]] = {}
    for problem in checked(plan_in_layout(layout)).problems:
        is_row = problem.place is not None and problem.place.table == 1
        found.setdefault(problem.place.row if problem.place and is_row else 0, []).append(problem)
    return found


def _remarks_by_measure(roadmap: Roadmap) -> dict[int | None, list[PlanRemark]]:
    kept = PlanRemark.objects.filter(roadmap=roadmap, trashed_at__isnull=True).select_related("author", "replied_by")
    found: dict[int | None, list[PlanRemark]] = {}
    for one in kept:
        found.setdefault(one.measure_id, []).append(one)
    return found


def chosen_rows(page: PlanPage, wanted: Mapping[str, str]) -> list[PlanRow]:
    """Return the rows that the filters let through: `q` words, `section` key, `with` one of CHOSEN_BY."""
    words, section, only = normalised(wanted.get("q", "")), wanted.get("section", ""), wanted.get("with", "")
    if not (words or section or only):
        return page.rows
    return [row for row in page.rows if row.measure is not None and _fits(row, words, section, only)]


def _fits(row: PlanRow, words: str, section: str, only: str) -> bool:
    measure = row.measure
    assert measure is not None
    if section and str(measure.section_id or 0) != section:
        return False
    if words and words not in normalised(_all_words(measure)):
        return False
    tests: dict[str, Any] = {
        "problems": row.problems, "remarks": row.open_remarks, "unmatched": row.is_unmatched,
        "doubts": row.deadline is not None and row.deadline.is_ambiguous,
    }  # fmt: skip
    return bool(tests.get(only, True))


def _all_words(measure: RoadmapMeasure) -> str:
    parties: Sequence[Any] = list(measure.parties.all())
    return " ".join(
        [measure.number, measure.name, measure.expected, measure.deadline_text, *(one.text for one in parties)]
    )


def editions_of(roadmap: Roadmap) -> list[PlanEdition]:
    """Return the editions of a plan, the newest first, without their plans."""
    kept = PlanEdition.objects.filter(roadmap=roadmap).defer("plan").select_related("approved_by", "roadmap")
    return list(kept.order_by("-number"))
