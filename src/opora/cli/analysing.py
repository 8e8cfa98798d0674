"""`opora analyse …`: every analysis as a command, in one list."""

import typer

from opora.cli.russian import group_of

#: All analyses, in the order a person meets them, and where each is written.
ANALYSES = {
    "mixed-model": "opora.cli.mixed_model:mixed_model",
    "growth": "opora.cli.growth:growth",
    "growth-percentiles": "opora.cli.growth_percentiles:growth_percentiles",
    "items": "opora.cli.items:items",
    "rasch": "opora.cli.rasch:rasch",
    "context": "opora.cli.school_context:context",
    "similar-schools": "opora.cli.school_context:similar_schools",
    "objectivity": "opora.cli.objectivity:objectivity_signs",
    "did-it-help": "opora.cli.did_it_help:did_it_help",
    "forecast": "opora.cli.list_forecast:forecast",
    "target": "opora.cli.target:target",
    "mentors": "opora.cli.mentors:mentors",
}

app = typer.Typer(cls=group_of(ANALYSES), no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def analyse() -> None:
    """Разобрать результаты глубже: модели, прирост, контекст, задания. Каждый анализ – своя команда."""
