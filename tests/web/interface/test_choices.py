"""A field to choose from: drawn by one template of ours, and the same as Django's own."""

import re

from django import forms
from django.forms.renderers import DjangoTemplates


def test_a_choice_is_drawn_as_django_draws_it():
    class Chosen(forms.Form):
        kind = forms.ChoiceField(choices=[("", "выберите"), ("Школы", [("a&b", "<А> и Б"), ("c", "В")])])
        several = forms.MultipleChoiceField(choices=[(1, "один"), (2, "два")])

    drawn = Chosen({"kind": "a&b", "several": ["1", "2"]})
    ours, djangos = str(drawn), DjangoTemplates()
    for name in ("kind", "several"):
        field = drawn[name]
        expected = field.field.widget.render(field.html_name, field.value(), {"id": field.auto_id}, djangos)
        chosen = re.findall(r"<option[^>]*>[^<]*|<optgroup[^>]*>", expected)
        assert [one for one in chosen if one not in ours] == []
