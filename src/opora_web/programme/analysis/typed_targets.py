"""Targets as people type them: percents and whole numbers in words, or a plain word of what is expected."""

import math
from collections.abc import Mapping

from opora.analysis.target_realism import GroupTarget, ShareTarget
from opora.vocabulary.refusal import AnalysisRefusedError

#: Plans are for a few years, regions have hundreds of schools: what is beyond is a slip of the hand.
_MOST_YEARS, _MOST_SCHOOLS, _MOST_PUPILS = 10, 2_000, 10_000


def group_target(typed: Mapping[str, str]) -> GroupTarget:
    """Return the target of a group of schools: words «schools» and «shares», percents year by year.

    Raises:
        AnalysisRefusedError: what is typed is no such target.
    """
    words = [one for one in typed["shares"].split(";") if one.strip()]
    if not 0 < len(words) <= _MOST_YEARS:
        raise AnalysisRefusedError(
            f"Доли по годам: найдено «{typed['shares']}», ожидаются проценты через точку с запятой, не больше "
            f"{_MOST_YEARS}: 33,3; 66,7; 100."
        )
    schools = _whole(typed["schools"], "Сколько школ сейчас в списке", _MOST_SCHOOLS)
    return GroupTarget(schools, tuple(_share(one, "Доля вне списка") for one in words))


def share_target(typed: Mapping[str, str]) -> ShareTarget:
    """Return the target of one school: words «start», «goal», «years», «size».

    Raises:
        AnalysisRefusedError: what is typed is no such target.
    """
    return ShareTarget(
        _share(typed["start"], "Доля сейчас"),
        _share(typed["goal"], "Цель"),
        _whole(typed["years"], "За сколько лет", _MOST_YEARS),
        _whole(typed["size"], "Участников за год", _MOST_PUPILS),
    )


def _share(text: str, what: str) -> float:
    found = _number(text)
    if found is None or not 0 <= found <= 100:  # noqa: PLR2004 - percents
        raise AnalysisRefusedError(f"{what}: найдено «{text.strip()}», ожидается число от 0 до 100.")
    return found / 100


def _whole(text: str, what: str, most: int) -> int:
    found = _number(text)
    if found is None or found != int(found) or not 1 <= found <= most:
        raise AnalysisRefusedError(f"{what}: найдено «{text}», ожидается целое число от 1 до {most}.")
    return int(found)


def _number(text: str) -> float | None:
    """Return the number people mean: «33,3 %»; None for anything else."""
    try:
        found = float(text.replace(",", ".").replace("%", "").strip())
    except ValueError:
        return None
    return found if math.isfinite(found) else None
