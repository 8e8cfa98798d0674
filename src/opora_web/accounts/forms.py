"""Forms about people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opora_web.accounts.models import Organisation, Person, PostKind
from opora_web.accounts.rules import PLACES_OF_POST


def _kinds(granted: list[PostKind], organisation: Organisation | None) -> list[tuple[str, str]]:
    fitting = [kind for kind in granted if organisation is None or organisation.kind in PLACES_OF_POST[kind]]
    return [(kind.value, kind.label) for kind in fitting]


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is invited and to which post."""

    kind = forms.ChoiceField(label="Должность")

    class Meta:
        model = Person
        fields = ("full_name", "username", "email")
        labels = {"username": "Имя для входа", "email": "Почта"}  # noqa: RUF012 - Django's own shape
        help_texts = {  # noqa: RUF012 - Django's own shape
            "username": "Латинские буквы, цифры, точка, дефис.",
            "email": "Можно не указывать: тогда передайте ссылку сами.",
        }

    def __init__(self, *args: Any, granted: list[PostKind], organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _kinds(granted, organisation)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Refuse an address that somebody else signs in with."""
        email = str(self.cleaned_data["email"]).strip()
        if _is_taken(email):
            raise ValidationError("С такой почтой уже есть человек. Дайте ему ещё одну должность.")
        return email


class NamesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a person is called and written to."""

    why = forms.CharField(label="Основание", max_length=500, help_text="Например: сменила фамилию, опечатка в адресе.")
    opened = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ("full_name", "email")
        labels = {"email": "Почта"}  # noqa: RUF012 - Django's own shape

    def clean_email(self) -> str:
        """Refuse an address that somebody else signs in with."""
        email = str(self.cleaned_data["email"]).strip()
        if _is_taken(email, but=self.instance):
            raise ValidationError("С такой почтой уже есть другой человек.")
        return email


def _is_taken(email: str, but: Person | None = None) -> bool:
    others = Person.objects.filter(email__iexact=email)
    return bool(email) and (others.exclude(pk=but.pk) if but else others).exists()


class PostForm(forms.Form):
    """One more post for a known person."""

    kind = forms.ChoiceField(label="Должность")
    organisation = forms.CharField(
        label="Организация", help_text="Код школы или название целиком, как в реестре.", max_length=300
    )

    def __init__(self, *args: Any, granted: list[PostKind], places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _kinds(granted, None)  # type: ignore[attr-defined]
        self._places = places

    def clean_organisation(self) -> Organisation:
        """Find the organisation among those the author manages."""
        asked = str(self.cleaned_data["organisation"]).strip()
        found = list(self._places.filter(code=asked)[:2]) or list(self._places.filter(name__iexact=asked)[:2])
        if len(found) != 1:
            what = "Нашлось несколько" if found else "Не нашлось"
            raise ValidationError(f"{what} организаций «{asked}» среди ваших. Укажите код школы.")
        organisation: Organisation = found[0]
        return organisation


class ContactsForm(forms.Form):
    """How an organisation is reached; `version` is the one the person saw."""

    contacts = forms.CharField(
        label="Как связаться",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Телефон, почта, адрес, часы. Без личных номеров людей.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label="Основание", max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
