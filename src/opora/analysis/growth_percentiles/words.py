"""A growth percentile in words that a parent understands."""

_TYPICAL_FROM, _TYPICAL_TO = 35, 65
_OF_HUNDRED = 100


def growth_level(sgp: int) -> str:
    """Return low, typical or high: typical is 35–65, the middle third of pupils with the same earlier results."""
    if sgp < _TYPICAL_FROM:
        return "low"
    return "typical" if sgp <= _TYPICAL_TO else "high"


_LEVELS = {"low": "ниже обычного", "typical": "обычный", "high": "выше обычного"}


def growth_in_words(sgp: int) -> str:
    """Return what a percentile means: among whom, and how many of a hundred were outgrown."""
    return (
        f"Из {_OF_HUNDRED} учеников с такими же прежними результатами у {sgp} результат этого года ниже; "
        f"рост {_LEVELS[growth_level(sgp)]}."
    )
