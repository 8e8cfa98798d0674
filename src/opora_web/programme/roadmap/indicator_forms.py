"""What people choose and write about a plan's indicators and their targets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator

from opora.plans.columns import year_of
from opora.tables.plan import SHARE, Indicator, Measure
from opora_web.accounts.models import Organisation
from opora_web.programme.roadmap.forms import measures_of, words
from opora_web.programme.roadmap.models import IndicatorTarget, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.school_names import schools_below

_LONGEST_CHOICE = 120


class MeasureField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The measure an indicator belongs to; a plan's form offers the plan's own."""

    def __init__(self) -> None:
        super().__init__(
            RoadmapMeasure.objects.none(), label="По мероприятию", required=False, empty_label="по плану в целом"
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return a measure's number and name, no longer than a line."""
        return Truncator(str(obj)).chars(_LONGEST_CHOICE)


class _TargetsForm(forms.Form):
    """What an indicator is called, with its targets: «2024: 33,3; 2025: 55,5»."""

    name = words("Показатель", rows=2)
    is_share = forms.BooleanField(label="Это доля, в процентах", required=False, initial=True)
    unit = forms.CharField(label="Единица, если не доля", required=False, max_length=60)
    targets = forms.CharField(
        label="Цели по годам", max_length=1000,
        help_text="Год и число через двоеточие, годы через точку с запятой: 2024: 33,3; 2025: 55,5; 2026: 100.",
    )  # fmt: skip
    field_order = ("name", "measure", "is_share", "unit", "targets")

    def clean_targets(self) -> dict[str, float]:
        """Return year → number."""
        found: dict[str, float] = {}
        for piece in self.cleaned_data["targets"].split(";"):
            year, _, number = piece.partition(":")
            value = _number(number)
            if year_of(year) is None or value is None:
                raise forms.ValidationError(
                    f"Найдено «{piece.strip()[:60]}», ожидается год и число: «2024: 33,3» или «2024/25: 33,3»."
                )
            found[year.strip()] = value
        return found

    def clean(self) -> dict[str, Any]:
        """Bring shares to 0–1."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_share"):
            cleaned["unit"] = SHARE
            if any(not 0 <= value <= 100 for value in cleaned.get("targets", {}).values()):  # noqa: PLR2004 - percents
                self.add_error("targets", "Доля – от 0 до 100 %.")
            cleaned["targets"] = {year: round(value / 100, 6) for year, value in cleaned.get("targets", {}).items()}
        return cleaned


class IndicatorForm(_TargetsForm):
    """A new indicator of a plan."""

    measure = MeasureField()

    def __init__(self, roadmap: Roadmap, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures_of(roadmap)  # type: ignore[attr-defined]


class ArrivedIndicatorForm(_TargetsForm):
    """An indicator of a file that waits, to be corrected before it is taken."""

    measure = forms.ChoiceField(label="По мероприятию", required=False)

    def __init__(self, one: Indicator, measures: Iterable[Measure], *args: Any, **kwargs: Any) -> None:
        is_share = one.unit == SHARE
        numbers = (
            f"{target.year}: {target.value * (100 if is_share else 1):.10g}".replace(".", ",")
            for target in one.targets
            if target.value is not None
        )
        kwargs["initial"] = {
            "name": one.name, "measure": one.measure, "is_share": is_share, "unit": "" if is_share else one.unit,
            "targets": "; ".join(numbers),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        called = [
            (each.called, Truncator(f"{each.number or ''} {each.name}".strip()).chars(_LONGEST_CHOICE))
            for each in measures
        ]
        self.fields["measure"].choices = [("", "по плану в целом"), *called]  # type: ignore[attr-defined]
        self.fields["targets"].help_text += " Школы этих лет остаются, как в файле."


class ArrivedTextForm(forms.Form):
    """A section of words of a file that waits."""

    text = words("Текст раздела", required=False, rows=12)


class IndicatorHeadForm(forms.Form):
    """What an indicator is called, and to which measure it belongs."""

    name = words("Показатель", rows=2)
    measure = MeasureField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, roadmap: Roadmap, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures_of(roadmap)  # type: ignore[attr-defined]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace("%", "").replace(",", ".").strip())
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None  # noqa: PLR2004 - infinity and what is as good as it


class _OfTargetForm(forms.Form):
    """What is said of a target: a number in its indicator's unit, shares in percents."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = ""

    def __init__(self, target: IndicatorTarget, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_share = target.indicator.unit == SHARE
        if self._is_share:
            self.fields[self.number].label = f"{self.fields[self.number].label}, %"

    def clean(self) -> dict[str, Any]:
        """Bring shares to 0–1."""
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get(self.number)
        if self._is_share and number is not None:
            if not 0 <= number <= 100:  # noqa: PLR2004 - percents
                self.add_error(self.number, "Доля – от 0 до 100 %.")
            cleaned[self.number] = round(number / 100, 6)
        return cleaned


class TargetForm(_OfTargetForm):
    """What to reach in a year, and at which schools."""

    number = "value"
    value = forms.FloatField(label="Цель", required=False, localize=True)
    schools = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="Школы, чья очередь в этом году", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, target: IndicatorTarget, *args: Any, **kwargs: Any) -> None:
        super().__init__(target, *args, **kwargs)
        self.fields["schools"].queryset = schools_below(target.indicator.roadmap.organisation)  # type: ignore[attr-defined]


class ReachedForm(_OfTargetForm):
    """What was reached in a year, and how that is known."""

    number = "reached"
    reached = forms.FloatField(label="Достигнуто", required=False, localize=True)
    reached_note = words("Откуда известно", required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """Ask how something reached is known."""
        cleaned = super().clean()
        if cleaned.get("reached") is not None and not (cleaned.get("reached_note") or "").strip():
            self.add_error("reached_note", "Назовите, откуда это известно: справка, протокол, отчёт.")
        return cleaned
