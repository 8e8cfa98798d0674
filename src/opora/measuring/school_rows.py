"""Somebody's table of a row a school: whose each row is."""

from collections import Counter
from collections.abc import Sequence

from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import as_written, listed


def school_codes(column: str, values: Sequence[object]) -> list[str]:
    """Return the codes of the schools of a table, row by row; a whole number stays whole.

    Raises:
        AnalysisRefusedError: a row is no school's, or two are one school's.
    """
    codes = [None if value is None else as_written(value) for value in values]
    told = [code for code in codes if code is not None]
    repeated = [f"«{code}»" for code, times in Counter(told).items() if times > 1]
    said = [f"В столбце «{column}» пусто: строк {codes.count(None)}. Ожидается код школы."] if None in codes else []
    said += [f"Не одна строка на школу: {listed(repeated)}. Ожидается одна."] if repeated else []
    if said:
        raise AnalysisRefusedError("\n".join(said))
    return told
