"""`opora analyse …`: every analysis as a command, in one list."""

from collections.abc import Callable
from dataclasses import dataclass

import typer

from opora.cli.growth import growth
from opora.cli.growth_percentiles import growth_percentiles
from opora.cli.items import items
from opora.cli.list_forecast import forecast
from opora.cli.mentors import mentors
from opora.cli.mixed_model import mixed_model
from opora.cli.objectivity import objectivity_signs
from opora.cli.rasch import rasch
from opora.cli.russian import RussianCommand, RussianGroup
from opora.cli.school_context import context, similar_schools
from opora.cli.target import target


@dataclass(frozen=True)
class Analysis:
    """One analysis a person may ask for.

    Attributes:
        name: the word after `opora analyse`.
        command: what it does.
    """

    name: str
    command: Callable[..., int]


#: All analyses, in the order a person meets them.
ANALYSES: tuple[Analysis, ...] = (
    Analysis("mixed-model", mixed_model),
    Analysis("growth", growth),
    Analysis("growth-percentiles", growth_percentiles),
    Analysis("items", items),
    Analysis("rasch", rasch),
    Analysis("context", context),
    Analysis("similar-schools", similar_schools),
    Analysis("objectivity", objectivity_signs),
    Analysis("forecast", forecast),
    Analysis("target", target),
    Analysis("mentors", mentors),
)

app = typer.Typer(
    cls=RussianGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Разобрать результаты глубже: модели, прирост, контекст, задания. Каждый анализ – своя команда.",
)
for _analysis in ANALYSES:
    app.command(_analysis.name, cls=RussianCommand)(_analysis.command)
