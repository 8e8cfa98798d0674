"""What people choose and write about reports."""

import datetime as dt
from typing import Any

from django import forms

from opora_web.accounts.models import Organisation
from opora_web.programme.meetings.rules import school_year_of
from opora_web.programme.reporting.drafting import PARTS
from opora_web.programme.reporting.models import ReportKind
from opora_web.programme.reporting.queries import organisations_to_report, plans_to_report
from opora_web.programme.roadmap.models import Roadmap

_LONGEST, _LONGEST_DAYS = 5_000, 3 * 366


def usual_period(kind: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the period a paper is usually about: the school year, or the half of it, that a day lies in."""
    year = school_year_of(today)
    if kind != ReportKind.HALF_YEAR:
        return year.first, year.last
    new_year = dt.date(year.last.year, 1, 1)
    return (new_year, year.last) if today >= new_year else (year.first, new_year - dt.timedelta(days=1))


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReportForm(forms.Form):
    """Whose report, which paper, about which plan and period."""

    kind = forms.ChoiceField(label="Что составить", choices=ReportKind.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Чей отчёт", empty_label=None)
    roadmap = forms.ModelChoiceField(
        Roadmap.objects.none(), label="О каком плане", required=False, empty_label="обо всех утверждённых"
    )
    starts_on = _day("С")
    ends_on = _day("По")

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = organisations_to_report(person)
        highest = mine.first()
        organisation, roadmap = self.fields["organisation"], self.fields["roadmap"]
        assert isinstance(organisation, forms.ModelChoiceField)
        assert isinstance(roadmap, forms.ModelChoiceField)
        organisation.queryset = mine
        roadmap.queryset = plans_to_report(highest) if highest else Roadmap.objects.none()

    def clean(self) -> dict[str, Any]:
        """Say where the period or the plan cannot be."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and not 0 <= (last - first).days <= _LONGEST_DAYS:
            self.add_error("ends_on", "Последний день – не раньше первого и не позже чем через три года.")
        plan, organisation = said.get("roadmap"), said.get("organisation")
        if plan and organisation and not plan.organisation.path.startswith(organisation.path):
            self.add_error("roadmap", f"План – не этой организации: его ведёт {plan.organisation}.")
        return said


class NewSentencesForm(forms.Form):
    """Sentences of a person's own, one for each part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, title in PARTS.items():
            self.fields[f"new_{part}"] = forms.CharField(
                label=f"Добавить: {title.lower()}", required=False, max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
