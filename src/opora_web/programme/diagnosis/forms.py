"""The questionnaire as a form: every question may stay without an answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opora.vocabulary.questionnaire import Answer, Indicator, Questionnaire


class AnswersForm(forms.Form):
    """Answers of a school."""

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = {one.code: one for factor in asked.factor for one in factor.indicator}
        for code, indicator in self._asked.items():
            self.fields[code] = _field(indicator)

    def clean(self) -> dict[str, Any]:
        """Refuse impossible numbers, each at its question."""
        cleaned = super().clean() or {}
        for code, indicator in self._asked.items():
            answer = cleaned.get(code)
            if answer not in {None, ""} and not indicator.may_be(float(answer)):
                most = "от 0 до 100" if indicator.kind == "percent" else "не меньше 0"
                self.add_error(code, ValidationError(f"Ожидается число {most}."))
        return cleaned

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers that were given, by code."""
        given = ((code, self.cleaned_data.get(code)) for code in self._asked)
        return {code: float(answer) for code, answer in given if answer not in {None, ""}}


def _field(indicator: Indicator) -> forms.Field:
    if indicator.kind == "answer":
        choices = [("", "нет ответа"), *((str(place), words) for place, words in enumerate(indicator.answers))]
        return forms.ChoiceField(label=indicator.question, choices=choices, required=False)
    return forms.FloatField(
        label=indicator.question, required=False, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
