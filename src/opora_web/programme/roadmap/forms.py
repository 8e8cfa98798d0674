"""What people choose and write about plans."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from opora.deadlines import Period, PeriodError, period_of
from opora.vocabulary.help_kinds import help_kinds
from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.accounts.queries import as_offered, organisations_where, own_among
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders
from opora_web.programme.identification.forms import SCAN_HINT
from opora_web.programme.roadmap.amendment import known_to_an_order
from opora_web.programme.roadmap.models import Roadmap, RoadmapMeasure, RoadmapSection
from opora_web.programme.roadmap.record import period_of_days
from opora_web.programme.roadmap.rules import WRITTEN_KINDS

_LONGEST = 20_000
LARGEST_FILE = 25 * 2**20
_YEARS = range(2000, 2101)


def words(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field of one day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class PeriodForm(forms.Form):
    """The first and the last day of a plan."""

    starts_on = day("Начало")
    ends_on = day("Окончание", help_text="Последний день плана; сроки мероприятий читаются внутри этих дней.")

    def clean(self) -> dict[str, Any]:
        """Join the days into a period."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last:
            if first.year not in _YEARS or last.year not in _YEARS:
                self.add_error("starts_on", "План – на дни от 2000 до 2100 года.")
            elif first > last:
                self.add_error("ends_on", "Окончание раньше начала. Поменяйте дни местами.")
            else:
                cleaned["period"] = period_of_days(first, last)
        return cleaned


class HeadForm(PeriodForm):
    """What a plan is called, and its days."""

    title = forms.CharField(label="Название", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen_for = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order: tuple[str, ...] = ("title", "starts_on", "ends_on")

    def seen_for_days(self, period: Period) -> None:
        """Remember in the form that its reader is shown what those days make of the deadlines."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen_for"] = str(period)  # type: ignore[index]


class ArrivalHeadForm(HeadForm):
    """The same of a file that waits."""

    title = forms.CharField(label="Название", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = seen_for = None  # type: ignore[assignment]


class OfOrganisationForm(forms.Form):
    """Whose plan it is, and of which kind."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Чей план", empty_label="выберите")
    kind = forms.ChoiceField(label="Вид плана", choices=[(kind.value, kind.label) for kind in WRITTEN_KINDS])

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = as_offered(organisations_where(person, Verb.EDIT_PLAN).filter(closed_at__isnull=True))
        field.initial = own_among(field.queryset, person)


class NewPlanForm(OfOrganisationForm, HeadForm):
    """An empty plan."""

    version = seen_for = None  # type: ignore[assignment]
    field_order = ("organisation", "kind", "title", "starts_on", "ends_on")


class PlanFileForm(forms.Form):
    """A file with a plan, or its table pasted from Word."""

    file = forms.FileField(
        label="Файл плана", required=False, max_length=300,
        help_text="Word, Excel, ODT, HTML или текст, до 25 МБ. Старый .doc читается, если на сервере есть LibreOffice.",
    )  # fmt: skip
    text = forms.CharField(
        label="Или вставьте таблицу из Word", required=False, max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Выделите в Word название и таблицу вместе с шапкой, скопируйте и вставьте сюда.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take the file or the text as `name` and `content`."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if file is not None and file.size > LARGEST_FILE:
            self.add_error(
                "file", "Файл больше 25 МБ. Уберите из него рисунки и вложения или вставьте таблицу текстом."
            )
        elif file is not None:
            cleaned["name"], cleaned["content"] = file.name, file.read()
        elif text:
            cleaned["name"], cleaned["content"] = "вставлено.txt", text.encode()
        elif not self.errors:
            self.add_error("file", "Выберите файл или вставьте таблицу текстом.")
        return cleaned


class UploadForm(OfOrganisationForm, PlanFileForm):
    """A file that becomes a new plan."""

    years = forms.CharField(
        label="На какие годы план", required=False, max_length=40,
        help_text="Например, 2022, 2020/21 или 2020–2023. Если оставить пустым, годы возьмутся из названия.",
    )  # fmt: skip
    field_order = ("file", "text", "organisation", "kind", "years")

    def clean_years(self) -> Period | None:
        """Return the period the words name."""
        said = self.cleaned_data["years"].strip()
        if not said:
            return None
        try:
            return period_of(said)
        except PeriodError as why:
            raise forms.ValidationError(str(why)) from why


class MeasureForm(forms.Form):
    """One measure. The deadline and the parties are words; how they are understood is shown beside."""

    number = forms.CharField(label="№", required=False, max_length=60)
    section = forms.ModelChoiceField(
        RoadmapSection.objects.none(), label="Раздел", required=False, empty_label="без раздела"
    )
    name = words("Мероприятие")
    deadline_text = forms.CharField(
        label="Срок", required=False, max_length=1000,
        help_text="Как пишут люди: «март», «не реже 2 раз в год», «октябрь – май», «до 15 сентября 2026».",
    )  # fmt: skip
    expected = words(
        "Ожидаемый результат", required=False,
        help_text="Что останется на бумаге или в числе: приказ, справка, доля. По нему потом подтверждают выполнение.",
    )  # fmt: skip
    responsible = words("Ответственные", required=False, rows=2, help_text="Через точку с запятой.")
    kind = forms.ChoiceField(label="Вид помощи", required=False, help_text="По видам потом видно, что помогло.")
    note = words("Примечание", required=False, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, roadmap: Roadmap, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section, kind = self.fields["section"], self.fields["kind"]
        assert isinstance(section, forms.ModelChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        section.queryset = RoadmapSection.objects.filter(roadmap=roadmap, trashed_at__isnull=True, code="", text="")
        kind.choices = [("", "не указан"), *help_kinds(authority_folders()).kinds.items()]
        read_while_typing(self.fields["deadline_text"], roadmap.starts_on, roadmap.ends_on)


class ArrivedRowForm(forms.Form):
    """One row of a file that waits, to be corrected before it is taken."""

    number = forms.CharField(label="№", required=False, max_length=60)
    section = forms.CharField(label="Раздел", required=False, max_length=1000)
    name = words("Мероприятие")
    deadline = forms.CharField(label="Срок", required=False, max_length=1000)
    expected = words("Ожидаемый результат", required=False)
    responsible = words("Ответственные", required=False, rows=2, help_text="Через точку с запятой.")
    note = words("Примечание", required=False, rows=2)

    def __init__(self, period: Period | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if period is not None:
            read_while_typing(self.fields["deadline"], period.starts_on, period.ends_on)


def measures_of(roadmap: Roadmap) -> QuerySet[RoadmapMeasure]:
    """Return the measures a plan has."""
    return RoadmapMeasure.objects.filter(roadmap=roadmap, trashed_at__isnull=True)


def read_while_typing(field: forms.Field, starts_on: dt.date, ends_on: dt.date) -> None:
    """Show under a field how its deadline is understood, a moment after each key."""
    address = f"{reverse('plan_deadline')}?{urlencode({'starts_on': str(starts_on), 'ends_on': str(ends_on)})}"
    field.widget.attrs |= {
        "hx-get": address, "hx-trigger": "input changed delay:300ms", "hx-target": "#deadline-read",
        "autocomplete": "off",
    }  # fmt: skip


class SectionForm(forms.Form):
    """A heading; in programmes with the words under it."""

    title = forms.CharField(label="Раздел", max_length=1000)
    text = words("Текст раздела", required=False, rows=12)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ApprovePlanForm(forms.Form):
    """The order that approves a plan or its amendment."""

    number = forms.CharField(label="Номер приказа", max_length=60)
    date = day("Дата приказа")
    why = words("Основание", required=False, rows=2)
    scan = forms.FileField(
        label="Подписанный приказ", required=False, max_length=300,
        help_text=f"{SCAN_HINT} Можно приложить позже.",
    )  # fmt: skip

    def __init__(self, unanswered: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unanswered:
            self.fields["despite"] = words(
                "Утверждаю с замечаниями, потому что", rows=2,
                help_text="Причина останется в журнале плана. Или сначала ответьте на замечания.",
            )  # fmt: skip

    def clean_date(self) -> dt.date:
        """Return the date, if an order can be of it."""
        date: dt.date = self.cleaned_data["date"]
        if date.year not in _YEARS:
            raise forms.ValidationError("Дата приказа – от 2000 до 2100 года.")
        return date


class RemarkForm(forms.Form):
    """An expert's remark."""

    text = words("Замечание", help_text="Что не так, почему и что сделать.")


class PlanReplyForm(forms.Form):
    """What was done about a remark."""

    reply = words("Что сделано", rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CopyForm(OfOrganisationForm):
    """Whose the copy is, and by how many years its dates move."""

    years = forms.IntegerField(label="На сколько лет сдвинуть сроки", min_value=0, max_value=10, initial=1)

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        del self.fields["kind"]


class SchoolPlanForm(PeriodForm):
    """A school's plan of chosen measures of a higher one."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Школа")
    measures: Any = forms.ModelMultipleChoiceField(
        None, label="Мероприятия, которые выполняет школа", widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label="Название", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("organisation", "title", "starts_on", "ends_on", "measures")

    def __init__(self, person: Any, roadmap: Roadmap, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school, measures = self.fields["organisation"], self.fields["measures"]
        assert isinstance(school, forms.ModelChoiceField)
        assert isinstance(measures, forms.ModelMultipleChoiceField)
        own = organisations_where(person, Verb.EDIT_PLAN).filter(kind=OrganisationKind.SCHOOL, closed_at__isnull=True)
        school.queryset = own.filter(path__startswith=roadmap.organisation.path).order_by("sort_key")
        measures.queryset = known_to_an_order(roadmap.measures.filter(trashed_at__isnull=True))
        if own.count() == 1:
            school.initial = own.first()
