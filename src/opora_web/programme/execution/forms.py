"""What people say and show of tasks of plans."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora_web.accounts.models import Person
from opora_web.programme.execution.models import EvidenceKind

_LONGEST = 5_000
_TAKEN = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.docx,.xlsx,.pptx,.odt,.ods,.odp"


def _words(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _number(label: str, help_text: str) -> forms.FloatField:
    """A number with a comma or a point, as people type it."""
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.FloatField(label=label, required=False, help_text=help_text, localize=True, widget=widget)


class _Version(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """An artefact and what it proves."""

    kind = forms.ChoiceField(label="Что это", choices=EvidenceKind.choices)
    proves = _words("Что это доказывает", help_text="Одной фразой: что видно из документа. Без имён учеников.", rows=2)
    file = forms.FileField(
        label="Фото, скан или документ", required=False, max_length=300,
        widget=forms.FileInput(attrs={"accept": f"image/*,{_TAKEN}"}),
        help_text="PDF, фотография, Word, Excel; до 25 МБ. Место и время съёмки из JPEG, PNG и WebP и имена авторов "
        "документов Word, Excel, PowerPoint и OpenDocument, их правок и примечаний удаляются; в HEIC и PDF всё это "
        "остаётся.",
    )  # fmt: skip
    number = forms.CharField(label="Номер документа", required=False, max_length=60)
    dated = _day("Дата документа", required=False)
    place = forms.URLField(
        label="Адрес, где опубликовано", required=False, max_length=500, assume_scheme="https",
        help_text="Если документ на сайте.",
    )  # fmt: skip
    before = _number("Было", "Число до; для результата до и после.")
    after = _number("Стало", "Число после.")

    def __init__(self, asked: Sequence[EvidenceKind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        rest = [one for one in EvidenceKind if one not in asked]
        kind.choices = [(one.value, one.label) for one in (*asked, *rest)]

    def clean_before(self) -> float | None:
        """Refuse what is no number people compare."""
        return _finite(self.cleaned_data["before"])

    def clean_after(self) -> float | None:
        """Refuse what is no number people compare."""
        return _finite(self.cleaned_data["after"])


_LARGEST = 1e9


def _finite(number: float | None) -> float | None:
    if number is not None and not abs(number) <= _LARGEST:
        raise forms.ValidationError("Нужно обычное число.")
    return number


class DoneForm(_Version):
    """What was done; a reason, where it is late."""

    said = _words("Что сделано", help_text="Коротко: когда, где, кто участвовал, что получилось. Без имён учеников.")
    delay = _words("Почему позже срока", required=False, rows=2)

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_late:
            self.fields["delay"].required = True
        else:
            del self.fields["delay"]


class PostponeForm(_Version):
    """A new day and why."""

    due_on = _day("Новый срок")
    reason = _words("Причина переноса", help_text="Останется в истории рядом с прежним сроком.", rows=2)


class HandOverForm(_Version):
    """Who answers from now on."""

    owner = forms.ModelChoiceField(Person.objects.none(), label="Отвечает", required=False, empty_label="не назван")
    why = _words("Пояснение", required=False, rows=2)

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = people
