"""What a person writes when sending files and when deciding about them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator

from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.accounts.queries import own_among
from opora_web.intake.sendings.queries import organisations_to_send_for

#: Beyond so many schools a list to choose from is no help; districts and one's own organisation remain.
MOST_SCHOOLS = 300


class SendForm(forms.Form):
    """For whom, and a comment; the files are read beside the form, because there may be thousands."""

    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        Organisation.objects.none(), label="За кого", empty_label=None
    )
    comment = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: «исправленный протокол вместо присланного 3 июня». Можно не писать.",
    )

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = organisations_to_send_for(person)
        if choices.count() > MOST_SCHOOLS:
            choices = choices.exclude(kind=OrganisationKind.SCHOOL)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices
        field.initial = own_among(choices, person)

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one organisation to send for."""
        choices = self.fields["organisation"].choices  # type: ignore[attr-defined]
        assert isinstance(choices, ModelChoiceIterator)
        return len(choices) > 1


class WhyForm(forms.Form):
    """A decision with its reason."""

    why = forms.CharField(label="Основание", max_length=500)

    def clean_why(self) -> str:
        """Return the reason; blanks are none."""
        why: str = self.cleaned_data["why"].strip()
        if not why:
            raise ValidationError("Напишите, почему: это останется в истории.")
        return why
