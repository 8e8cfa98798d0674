"""What a report looks at: an organisation, perhaps one plan, and a period. Each kind of rows is read once."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from opora_web.accounts.models import Organisation
from opora_web.programme.case.models import Case, CaseNote
from opora_web.programme.execution.models import Delay, Evidence, Occurrence
from opora_web.programme.identification.models import ListEntry, ListState, SchoolList
from opora_web.programme.meetings.models import Meeting, MeetingDecision
from opora_web.programme.roadmap.amendment import show_in_force, targets_in_force
from opora_web.programme.roadmap.models import IndicatorTarget, PlanKind, Roadmap
from opora_web.programme.roadmap.queries import IN_FORCE


@dataclass(frozen=True)
class Scope:
    """An organisation with everything below it, a period, and the day of the data.

    Attributes:
        roadmap: only this plan; None – all plans in force of the subtree.
        starts_on, ends_on: the period, both days included.
        today: the day on which overdue is judged.
    """

    organisation: Organisation
    roadmap: Roadmap | None
    starts_on: dt.date
    ends_on: dt.date
    today: dt.date

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """Its days."""
        return self.starts_on, self.ends_on

    @property
    def path(self) -> str:
        """The subtree, as a prefix."""
        return self.organisation.path

    @cached_property
    def plans(self) -> list[Roadmap]:
        """The plans in force that touch the period; plans of decisions are counted with meetings."""
        if self.roadmap is not None:
            return [self.roadmap]
        found = Roadmap.objects.filter(
            organisation__path__startswith=self.path, trashed_at__isnull=True, is_template=False,
            state__in=IN_FORCE, starts_on__lte=self.ends_on, ends_on__gte=self.starts_on,
        ).exclude(kind=PlanKind.DECISIONS)  # fmt: skip
        return list(found.select_related("organisation").order_by("organisation__path", "starts_on", "pk"))

    @cached_property
    def tasks(self) -> list[Occurrence]:
        """What those plans ask for with a last day in the period, in the order of the plans."""
        found = Occurrence.objects.filter(
            measure__roadmap__in=[one.pk for one in self.plans], due_on__range=self.period, trashed_at__isnull=True,
            measure__trashed_at__isnull=True,
        )  # fmt: skip
        found = found.select_related(
            "measure", "measure__section", "measure__roadmap", "school", "owner", "organisation"
        )
        tasks = list(found.order_by("measure__roadmap", "measure__position", "due_on", "pk"))
        show_in_force(task.measure for task in tasks)
        return tasks

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """What was attached to those tasks, by task."""
        found: dict[int, list[Evidence]] = {}
        keys = [task.pk for task in self.tasks]
        for one in Evidence.objects.filter(occurrence__in=keys, trashed_at__isnull=True).order_by("added_at"):
            found.setdefault(one.occurrence_id, []).append(one)
        return found

    @cached_property
    def delays(self) -> list[Delay]:
        """Delays of those plans that were written down in the period."""
        found = Delay.objects.filter(
            occurrence__measure__roadmap__in=[one.pk for one in self.plans], at__date__range=self.period,
            occurrence__trashed_at__isnull=True,
        )  # fmt: skip
        return list(found.select_related("occurrence__measure", "occurrence__school").order_by("at", "pk"))

    @cached_property
    def targets(self) -> list[IndicatorTarget]:
        """Targets of those plans for the years of the period."""
        years = {str(year) for year in range(self.starts_on.year, self.ends_on.year + 1)}
        found = IndicatorTarget.objects.filter(indicator__roadmap__in=[one.pk for one in self.plans])
        found = found.select_related("indicator", "indicator__roadmap").prefetch_related("indicator__targets")
        ordered = found.order_by("indicator__roadmap", "indicator__position", "position", "pk")
        return [one for one in targets_in_force(ordered) if one.year[:4] in years]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings of the organisation that were held and signed in the period."""
        found = Meeting.objects.filter(
            organisation=self.organisation, held_at__date__range=self.period, signed_at__isnull=False,
            trashed_at__isnull=True,
        )  # fmt: skip
        return list(found.order_by("held_at", "pk"))

    @cached_property
    def decisions(self) -> list[MeetingDecision]:
        """Their decisions."""
        found = MeetingDecision.objects.filter(
            meeting__in=[one.pk for one in self.meetings], trashed_at__isnull=True
        ).select_related("meeting", "owner", "organisation", "occurrence")  # fmt: skip
        return list(found.order_by("meeting__held_at", "position", "pk"))

    @cached_property
    def cases(self) -> list[Case]:
        """Cases of the subtree that were running at any time of the period."""
        found = Case.objects.filter(
            Q(closed_at__isnull=True) | Q(closed_at__date__gte=self.starts_on), school__path__startswith=self.path,
            opened_at__date__lte=self.ends_on, trashed_at__isnull=True,
        )  # fmt: skip
        return list(found.select_related("school").order_by("school__sort_key", "pk"))

    @cached_property
    def notes(self) -> list[CaseNote]:
        """Contacts with schools of the subtree in the period."""
        found = CaseNote.objects.filter(
            case__school__path__startswith=self.path, held_on__range=self.period, trashed_at__isnull=True,
            case__trashed_at__isnull=True,
        )  # fmt: skip
        return list(found.select_related("case__school", "author").order_by("held_on", "pk"))

    @cached_property
    def lists(self) -> list[SchoolList]:
        """Lists approved by the end of the period that concern the organisation, newest first.

        A municipality's schools stand on its own lists and on those of the region above it.
        """
        above = [int(part) for part in self.path.strip("/").split("/")]
        found = SchoolList.objects.filter(
            Q(organisation__in=above) | Q(organisation__path__startswith=self.path), state=ListState.APPROVED,
            trashed_at__isnull=True, order_date__lte=self.ends_on,
        )  # fmt: skip
        return list(found.order_by("-order_date", "-pk"))

    @cached_property
    def listed(self) -> list[list[ListEntry]]:
        """Who is on the newest list and on the one before it, in the subtree; fewer where there are fewer lists."""
        found = []
        for one in self.lists[:2]:
            entries = ListEntry.objects.filter(
                school_list=one, is_included=True, trashed_at__isnull=True, school__path__startswith=self.path
            )
            found.append(list(entries.select_related("school", "school_list").order_by("school__sort_key")))
        return found
