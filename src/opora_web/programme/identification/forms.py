"""What people choose and write about lists."""

import datetime as dt
from typing import Any

from django import forms

from opora_web.accounts.models import Organisation
from opora_web.facts import current_facts, rule_names, rules_named
from opora_web.programme.identification.models import Track
from opora_web.programme.identification.queries import organisations_to_identify, schools_not_considered

_LONGEST = 5_000


def _words(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def rule_choices() -> list[tuple[str, str]]:
    """Return the rule sets with their titles and editions."""
    return [(name, f"{found.title}, {found.edition}") for name in rule_names() for found in [rules_named(name)]]


class RunForm(forms.Form):
    """Which schools, which year, which rule set."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Школы", empty_label=None)
    year = forms.TypedChoiceField(label="Год результатов", coerce=int)
    rules = forms.ChoiceField(label="Набор правил")
    compare = forms.ChoiceField(label="Сравнить с набором", required=False)

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = rule_choices()
        organisations = self.fields["organisation"]
        assert isinstance(organisations, forms.ModelChoiceField)
        organisations.queryset = organisations_to_identify(person)
        self._offer("year", [(year, str(year)) for year in current_facts().years])
        self._offer("rules", choices)
        self._offer("compare", [("", "не сравнивать"), *choices])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DiscussForm(forms.Form):
    """Until which day schools may answer."""

    until = _day("Последний день ответов", "Обычно даёте школам не меньше недели.")


class ApproveForm(forms.Form):
    """The order."""

    number = forms.CharField(label="Номер приказа", max_length=60)
    date = _day("Дата приказа")

    def clean_date(self) -> dt.date:
        """Return the date, if an order can be of it."""
        date: dt.date = self.cleaned_data["date"]
        if not 2000 <= date.year <= 2100:  # noqa: PLR2004 - the site's years
            raise forms.ValidationError("Дата приказа – от 2000 до 2100 года.")
        return date


class WhyForm(forms.Form):
    """A reason that nothing can be done without."""

    why = _words("Причина")


#: What may be attached as a signed order, and what is told beside it.
SCAN_HINT = "PDF, JPEG или PNG до 25 МБ. Место и время съёмки из снимков удаляются, сведения внутри PDF остаются."


class ScanForm(forms.Form):
    """The signed order."""

    scan = forms.FileField(label="Подписанный приказ", help_text=SCAN_HINT, max_length=300)


class DecideForm(forms.Form):
    """Whether a school is on the list, and why."""

    is_included = forms.TypedChoiceField(
        label="Решение", choices=(("yes", "школа в списке"), ("no", "школа не в списке")),
        coerce=lambda word: word == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    why = _words(
        "Основание", required=False, help_text="Обязательно, если решение расходится с правилом. Его увидит школа."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TrackForm(forms.Form):
    """In which conditions a school works, and why."""

    track = forms.ChoiceField(label="Условия", choices=Track.choices, widget=forms.RadioSelect)
    why = _words("Почему", required=False, help_text="Обязательно, если решение расходится с данными.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class PutOnForm(forms.Form):
    """A school that the rule did not consider, and why it is put on the list."""

    school = forms.ModelChoiceField(Organisation.objects.none(), label="Школа")
    why = _words("Основание", help_text="Его увидит школа.")

    def __init__(self, school_list: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.fields["school"]
        assert isinstance(school, forms.ModelChoiceField)
        school.queryset = schools_not_considered(school_list).only("name")  # a region's choice is a thousand of them


class AnswerForm(forms.Form):
    """What a school answers."""

    agrees = forms.TypedChoiceField(
        label="Школа", choices=(("yes", "согласна"), ("no", "возражает или просит перепроверить")),
        coerce=lambda word: word == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    text = _words(
        "Ответ", required=False, rows=6,
        help_text="С чем школа не согласна, что перепроверить, что важно знать. Без имён учеников.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReplyForm(forms.Form):
    """What is replied to a school."""

    reply = _words("Ответ школе", rows=4)
    version = forms.IntegerField(widget=forms.HiddenInput)
