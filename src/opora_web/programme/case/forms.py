"""What people write about cases."""

from typing import Any

from django import forms

from opora_web.accounts.models import Person, PostKind
from opora_web.programme.case.models import ContactForm, Direction, Phase, Rag, TaskStatus, TaskWho
from opora_web.programme.case.queries import loads
from opora_web.programme.case.rules import BACK, MOST_SCHOOLS

_LONGEST = 5_000


def _words(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RagForm(forms.Form):
    """How a case goes."""

    rag = forms.ChoiceField(label="Как идёт", choices=Rag.choices, widget=forms.RadioSelect)
    direction = forms.ChoiceField(
        label="По сравнению с прошлым разом", choices=Direction.choices, widget=forms.RadioSelect
    )
    reason = _words("Почему", help_text="Обязательно: состояние без причины ничего не говорит.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class TaskForm(forms.Form):
    """How far a task is."""

    status = forms.ChoiceField(label="Состояние", choices=TaskStatus.choices, widget=forms.RadioSelect)
    due_on = _day("Срок", required=False)
    responsible = forms.ModelChoiceField(
        Person.objects.none(), label="Отвечает", required=False, empty_label="не назван"
    )
    note = _words(
        "Что сделано", required=False, help_text="Для «не нужно» – почему. Чем подтверждается: назовите документ."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        responsible = self.fields["responsible"]
        assert isinstance(responsible, forms.ModelChoiceField)
        responsible.queryset = people


class NoteForm(forms.Form):
    """A contact with a school."""

    held_on = _day("Когда")
    form = forms.ChoiceField(label="Как", choices=ContactForm.choices)
    found = _words("Что увидели", help_text="Без имён учеников.")
    next_step = _words("Следующий шаг", required=False, help_text="Один: кто и что делает дальше.")


class NoteChangeForm(NoteForm):
    """A contact corrected; `version` is the one the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TaskAddForm(forms.Form):
    """A task of the school's own."""

    title = forms.CharField(label="Задача", max_length=300)
    who = forms.ChoiceField(label="Кто", choices=TaskWho.choices)
    due_on = _day("Срок", required=False)
    proof = forms.CharField(label="Чем подтверждается", max_length=300, help_text="Документ или запись.")
    is_gate = forms.BooleanField(label="Без неё нельзя на следующий этап", required=False)


class ReturnForm(forms.Form):
    """Where a case goes back to."""

    phase = forms.ChoiceField(label="Вернуть на этап")
    why = _words("Причина")

    def __init__(self, case: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase = self.fields["phase"]
        assert isinstance(phase, forms.ChoiceField)
        phase.choices = [(one.value, one.label) for one in BACK.get(Phase(case.phase), ())]


class AssignForm(forms.Form):
    """Who looks after a school."""

    person = forms.ChoiceField(
        label="Кто", help_text="Кого здесь нет, тому дайте должность куратора или наставника на его странице."
    )
    kind = forms.ChoiceField(
        label="Кем", choices=[(kind.value, kind.label) for kind in (PostKind.CURATOR, PostKind.MENTOR)]
    )
    since = _day("С какого дня")
    is_sure = forms.BooleanField(label=f"Назначить, даже если школ станет больше {MOST_SCHOOLS}", required=False)

    def __init__(self, asking: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loads = {str(load.person.pk): load for load in loads(asking)}
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [(pk, f"{load.person} – школ: {load.schools}") for pk, load in self.loads.items()]

    def clean(self) -> dict[str, Any]:
        """Warn of a person who has enough schools."""
        cleaned = super().clean() or self.cleaned_data
        load = self.loads.get(cleaned.get("person", ""))
        if load is not None and load.is_full and not cleaned.get("is_sure"):
            self.add_error(
                "person", f"У этого человека уже {load.schools} школ. Отметьте согласие ниже или выберите другого."
            )
        return cleaned
