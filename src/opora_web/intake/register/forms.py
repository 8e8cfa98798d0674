"""A row of the register and an event of a school as forms; every field is checked by the register's contract."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from opora.sources.forms.template_columns import REGISTER_COLUMNS
from opora.tables.contract import Column, Kind
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import may, schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.intake.models import CLOSING, SchoolEvent, SchoolEventKind
from opora_web.intake.register.queries import municipalities_kept_by, owner_of_code
from opora_web.intake.register.rules import Row, codes_of, read, written

_LONGEST = 1_000


class RegisterField(forms.CharField):
    """One column of the register as a person writes it."""

    def __init__(self, column: Column) -> None:
        self.column = column
        is_long = column.name in {"full_name", "other_codes"}
        choices = column.choices or (("да", "нет") if column.kind is Kind.FLAG else ())
        widget: forms.Widget = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput()
        if choices:
            widget = forms.Select(choices=[("", "не указано"), *((word, word) for word in choices)])
        super().__init__(
            label=column.heading,
            required=column.is_required,
            max_length=_LONGEST,
            help_text="" if column.meaning == column.heading else column.meaning,
            widget=widget,
        )

    def clean(self, value: Any) -> Any:
        """Return the value as the contract keeps it."""
        text = str(super().clean(value))
        try:
            return read(self.column, text)
        except ValueError as expected:
            raise ValidationError(str(expected)) from expected


class RegisterForm(forms.Form):
    """A whole row of the register.

    `opened` carries the fingerprint of the row the person saw.
    """

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label="Основание правки", max_length=500, help_text="Останется в истории.")

    def __init__(self, person: Any, row: Row | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.row = person, row
        for column in REGISTER_COLUMNS:
            field = RegisterField(column)
            field.initial = written(column, row.get(column.name)) if row else None
            if column.name == "school" and row is not None:
                field.initial, field.disabled = row.get("written_code") or row["school"], True
            self.fields[column.name] = field
        self.order_fields([*(column.name for column in REGISTER_COLUMNS), "why", "opened"])

    @property
    def new_row(self) -> dict[str, Any]:
        """The row as it shall be."""
        return {column.name: self.cleaned_data[column.name] for column in REGISTER_COLUMNS}

    def clean_municipality(self) -> str:
        """Return the municipality; a person puts a school only where they keep the register."""
        name: str = self.cleaned_data["municipality"]
        is_same = self.row is not None and self.row.get("municipality") == name
        root = Organisation.objects.filter(parent__isnull=True).order_by("pk").first()
        if is_same or municipalities_kept_by(self.person).filter(name=name).exists():
            return name
        if root is not None and may(self.person, Verb.EDIT_REGISTER, root):
            return name
        raise ValidationError("Найден другой муниципалитет, ожидается ваш. Перевести школу может аналитик региона.")

    def clean(self) -> dict[str, Any]:
        """Check the row as a whole: each code is claimed by one school."""
        words = super().clean() or self.cleaned_data
        if self.errors:
            return words
        row = self.new_row
        for code, name in codes_of(row).items():
            owner = owner_of_code(code, but="" if self.row is None else row["school"])
            if owner is not None and not _shares_number(name, row, owner.register):
                self.add_error(name, f"Код {code} уже записан за школой «{owner.name}» ({owner.code}).")
        if row["branch_of"] and row["branch_of"] not in current_facts().schools:
            self.add_error("branch_of", f"Найдено «{row['branch_of']}», ожидается код школы из реестра.")
        return words


def _shares_number(name: str, row: Row, other: Row) -> bool:
    """A branch has the taxpayer number of its school, and so have two branches of one school."""
    heads = {row["branch_of"] or row["school"], other.get("branch_of") or other["school"]}
    return name == "inn" and len(heads) == 1


class EventForm(forms.ModelForm[SchoolEvent]):
    """What happened to a school."""

    class Meta:
        model = SchoolEvent
        fields = ("kind", "happened_on", "other", "document_number", "document_date", "note")
        widgets = {  # noqa: RUF012 - the shape Django wants
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "document_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "выберите"), *SchoolEventKind.choices]
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        kept = schools_where(person, Verb.EDIT_REGISTER).filter(closed_at__isnull=True)
        field.queryset = kept.exclude(pk=self.instance.school_id)
        field.empty_label = "нет"

    def clean_happened_on(self) -> dt.date:
        """Return the day; what has not happened is no event yet."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError("Этот день ещё не наступил. Запишите событие, когда оно произойдёт.")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the other school where the event is about two."""
        words = super().clean() or self.cleaned_data
        if words.get("kind") in {"merged", "branch"} and not words.get("other"):
            self.add_error("other", "Назовите школу, к которой присоединена или филиалом которой стала.")
        return words


class DropForm(EventForm):
    """Why a school leaves the register."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, note = self.fields["kind"], self.fields["note"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "выберите"), *((one.value, one.label) for one in SchoolEventKind if one in CLOSING)]
        note.required, note.label = True, "основание"
        note.help_text = "Что решено и кем: останется в истории школы."
