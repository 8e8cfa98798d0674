"""What people choose and write about meetings."""

import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django import forms

from opora_web.accounts.models import Organisation, Person, Post, PostKind
from opora_web.programme.meetings.models import MeetingKind
from opora_web.programme.meetings.queries import open_plans, organisations_to_meet, posts_around
from opora_web.programme.roadmap.models import Roadmap

_LONGEST, _LINE = 5_000, 300
_YEARS = (2000, 2100)
#: Nobody is invited to a meeting by these posts; by name they may be.
_NEVER_BY_POST = (PostKind.ADMINISTRATOR, PostKind.TEACHER, PostKind.OBSERVER)


def _words(label: str, *, required: bool = True, rows: int = 3, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _line(label: str, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=_LINE, help_text=help_text)


class NamedField(forms.CharField):
    """A thing chosen by typing its name: the browser proposes names from the page's list of that id."""

    def __init__(self, list_id: str, **kwargs: Any) -> None:
        self.named: dict[str, Any] = {}
        super().__init__(**kwargs, widget=forms.TextInput(attrs={"list": list_id, "autocomplete": "off"}))

    def clean(self, value: Any) -> Any:
        """Return the thing of that name, or nothing."""
        text = " ".join(str(super().clean(value)).split())
        if not text:
            return None
        if text in self.named:
            return self.named[text]
        begun = [name for name in self.named if name.casefold().startswith(text.casefold())]
        if len(begun) == 1:
            return self.named[begun[0]]
        near = begun[:3] or get_close_matches(text, self.named, n=3)
        hint = f" Похоже: {'; '.join(near)}." if near else ""
        raise forms.ValidationError(f"«{text}» не найдено. Выберите из подсказок.{hint}")

    def name_of(self, pk: int | None) -> str:
        """Return the name under which a thing stands in the list; empty where it does not."""
        return next((name for name, one in self.named.items() if one.pk == pk), "")


def people_named(posts: Iterable[Post], organisation: Organisation) -> dict[str, Person]:
    """Return people by a name that tells them apart: «Лаптева Ольга Юрьевна – методист»."""
    found: dict[str, Person] = {}
    for post in posts:
        place = "" if post.organisation_id == organisation.pk else f", {post.organisation.name}"
        name = " ".join(f"{post.person.full_name} – {post.get_kind_display()}{place}".split())
        known = found.get(name)
        found[name if known is None or known.pk == post.person_id else f"{name} ({post.person.username})"] = post.person
    return found


def places_named(organisation: Organisation) -> dict[str, Organisation]:
    """Return the organisations below one by a name that tells them apart."""
    below = Organisation.objects.filter(
        path__startswith=organisation.path, closed_at__isnull=True, trashed_at__isnull=True
    ).exclude(pk=organisation.pk).select_related("parent")  # fmt: skip
    found: dict[str, Organisation] = {}
    for one in below:
        name = " ".join(one.name.split())
        found[name if name not in found else f"{name} ({one.code or one.pk})"] = one
    return found


class MeetingForm(forms.Form):
    """When, where, who leads."""

    title = _line("Тема", help_text="Коротко: о чём совещание. Можно оставить пустым.")
    held_at = forms.DateTimeField(
        label="Когда", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = _line("Где")
    chair = forms.ModelChoiceField(Person.objects.none(), label="Председатель", required=False, empty_label="не назван")
    secretary = forms.ModelChoiceField(
        Person.objects.none(), label="Секретарь", required=False, empty_label="не назван"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, organisation: Organisation, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Post.objects.filter(organisation=organisation, until__isnull=True, trashed_at__isnull=True)
        for name in ("chair", "secretary"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            kept = {pk for pk in [self.initial.get(name)] if isinstance(pk, int)}
            wanted = {*staff.values_list("person_id", flat=True), person.pk, *kept}
            people = Person.objects.filter(pk__in=wanted, erased_at__isnull=True, is_active=True)
            field.queryset = people.order_by("full_name")

    def clean_held_at(self) -> dt.datetime:
        """Return the moment, if a meeting can be then."""
        moment: dt.datetime = self.cleaned_data["held_at"]
        if not _YEARS[0] <= moment.year <= _YEARS[1]:
            raise forms.ValidationError("Год совещания – от 2000 до 2100.")
        return moment


class InviteForm(forms.Form):
    """Whom to invite: everybody in some posts, and people by name."""

    posts = forms.MultipleChoiceField(
        label="Пригласить по должности", required=False, widget=forms.CheckboxSelectMultiple
    )
    is_accompanied = forms.BooleanField(label="из школ – только те, что на сопровождении", required=False)
    person = NamedField("people-names", label="Ещё один человек", required=False)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around = list(posts_around(organisation))
        kinds = [kind for kind in PostKind if kind not in _NEVER_BY_POST]
        counts = {kind: len({post.person_id for post in self.around if post.kind == kind}) for kind in kinds}
        posts, person = self.fields["posts"], self.fields["person"]
        assert isinstance(posts, forms.MultipleChoiceField)
        assert isinstance(person, NamedField)
        posts.choices = [(kind.value, f"{kind.label} – {count}") for kind, count in counts.items() if count]
        person.named = self.names = people_named(self.around, organisation)

    def invited(self, accompanied: set[int]) -> list[Person]:
        """Return the people who were chosen, each once.

        Args:
            accompanied: keys of the schools that are accompanied.
        """
        said = self.cleaned_data
        only = said["is_accompanied"]
        chosen = [
            post.person
            for post in self.around
            if post.kind in said["posts"]
            and (not only or post.organisation.code is None or post.organisation_id in accompanied)
        ]
        chosen += [said["person"]] if said["person"] else []
        return list({one.pk: one for one in chosen}.values())


class NewMeetingForm(forms.Form):
    """In whose name and which kind: what the rest of the page depends on."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Кто проводит", empty_label=None)
    kind = forms.ChoiceField(label="Вид", choices=MeetingKind.choices)

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations_to_meet(person)


class QuestionForm(forms.Form):
    """One question: who speaks and what was said."""

    title = _words("Вопрос", rows=2)
    speaker = _line("Докладывает")
    heard = _words("Слушали", required=False, rows=4, help_text="Коротко и без имён учеников.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewQuestionForm(forms.Form):
    """A question of one's own."""

    title = _words("Вопрос", rows=2)
    speaker = _line("Докладывает")
    school = NamedField(
        "place-names", label="О какой школе", required=False,
        help_text="Тогда из приглашённых школ вопрос увидит только она. Пусто – вопрос для всех.",
    )  # fmt: skip

    def __init__(self, places: Mapping[str, Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, NamedField)
        field.named = dict(places)


class DecisionForm(forms.Form):
    """What was decided, who does it until when, and where it goes."""

    text = _words("Решили", rows=2)
    owner = NamedField("people-names", label="Ответственный", required=False)
    organisation = NamedField(
        "place-names", label="Кому (школа)", required=False, help_text="Школа получит письмо с решением."
    )
    due_on = forms.DateField(
        label="Срок", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    roadmap = forms.ModelChoiceField(
        Roadmap.objects.none(), label="В какой план", required=False, empty_label="поручения совещаний",
        help_text="Новой строкой – только в черновик или исправляемый план: утверждённый меняют приказом.",
    )  # fmt: skip
    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, names: "Names", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, organisation, roadmap = (self.fields[name] for name in ("owner", "organisation", "roadmap"))
        assert isinstance(owner, NamedField)
        assert isinstance(organisation, NamedField)
        assert isinstance(roadmap, forms.ModelChoiceField)
        owner.named, organisation.named, roadmap.queryset = names.people, names.places, names.plans
        if not names.plans:
            del self.fields["roadmap"]


class Names:
    """Everything that can be named on the page of a meeting, read once."""

    def __init__(self, organisation: Organisation) -> None:
        self.people = people_named(posts_around(organisation), organisation)
        self.places = places_named(organisation)
        self.plans = open_plans(organisation)


class SignForm(forms.Form):
    """The number of the minutes."""

    number = forms.CharField(label="Номер протокола", max_length=60)
