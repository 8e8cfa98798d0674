"""What people write about questions."""

from django import forms

_LONGEST = 5_000


def _words(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AskForm(forms.Form):
    """What the office asks, beyond the signs."""

    words = _words(
        "Что спросить у школы", "Необязательно: признаки и возможные объяснения школа увидит сама.", required=False
    )


class ExplainForm(forms.Form):
    """What the school answers."""

    words = _words(
        "Чем объясняется результат",
        "Например: класс углублённый, сменился состав, эксперты перепроверяли работы у границы отметки.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """What the office decides."""

    is_explained = forms.TypedChoiceField(
        label="Решение", choices=[("yes", "объяснено, вопрос снят"), ("no", "вопрос остался")],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    words = _words("Почему")
    version = forms.IntegerField(widget=forms.HiddenInput)
