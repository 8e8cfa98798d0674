"""What rows must show for a model to be told: each requirement that is not met is refused with what to change."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np

from opora.analysis.mixed_models.coding import Coding
from opora.analysis.mixed_models.formula import MixedFormula
from opora.analysis.mixed_models.independence import independent
from opora.analysis.mixed_models.likelihood import Likelihood, Solved
from opora.analysis.mixed_models.moments import Asked, BarMoments, Floats, Moments
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import listed

#: Group and columns of a random term.
Named = tuple[str, Sequence[str]]

_MOST_COLUMNS = 200
_EXACT = 1e-13
_NO_RESIDUAL = 1e-6  # of the response's spread
_STRETCHED, _SAME = 1.5, 1e-9  # a spread this many times as large that leaves the criterion the same is not told
_FROM_ZERO = 0.01  # a spread nearer to zero changes little however it is stretched


def require_width(asked: Asked, codings: Mapping[str, Coding]) -> None:
    """Refuse words by the hundred as fixed columns: codes of schools, or numbers with a word among them."""
    if len(asked.fixed) > _MOST_COLUMNS:
        label, coding = max(codings.items(), key=lambda one: len(one[1].levels))
        raise AnalysisRefusedError(
            f"Коэффициентов {len(asked.fixed)}, ожидается не больше {_MOST_COLUMNS}. Больше всего даёт «{label}»: "
            f"разных значений {len(coding.levels)} – {listed([level for level, _ in coding.levels], 3)}. Возьмите его "
            f"группировкой, (1|{label}); если это числа, уберите из столбца слова."
        )


def require_each_once(asked: Asked, names: Sequence[Named]) -> None:
    """Refuse two random terms that let the same column vary between the same groups: they share one spread."""
    for (one, (keys, _)), (other, (other_keys, _)) in combinations(zip(names, asked.bars, strict=True), 2):
        twice = [column for column in one[1] if column in other[1]]
        if set(keys) == set(other_keys) and twice:
            raise AnalysisRefusedError(
                f"В группировке «{one[0]}» слагаемое {twice[0]} стоит дважды: разброс между ними не разделить. "
                "Оставьте одно."
            )


def require_rows(moments: Moments, formula: MixedFormula) -> None:
    """Refuse a table where no row has all the formula needs."""
    if moments.n == 0:
        raise AnalysisRefusedError(
            f"Нет ни одной строки, где заполнено всё, что нужно формуле «{formula.text}». "
            "Проверьте столбцы с пропусками, логарифмы и деление."
        )
    if not np.isfinite(moments.w_w).all():
        raise AnalysisRefusedError(
            f"Числа для формулы «{formula.text}» так велики, что их квадраты не сосчитать. Возьмите единицы крупнее."
        )
    if moments.w_w.shape[0] == 1:
        raise AnalysisRefusedError(
            f"В формуле «{formula.text}» нет ни одного постоянного слагаемого: уберите «-1» или «0»."
        )


def require_groups(moments: Moments, names: Sequence[Named]) -> None:
    """Refuse groups, or columns that vary between them, that leave nothing to tell a spread from."""
    if moments.n <= moments.w_w.shape[0]:
        raise AnalysisRefusedError(
            f"Строк без пропусков {moments.n}, а коэффициентов {moments.w_w.shape[0] - 1}: модель не определить."
        )
    for (group, columns), counted in zip(names, moments.bars, strict=True):
        levels, effects = len(counted.levels), len(counted.levels) * len(columns)
        if levels == 1:
            raise AnalysisRefusedError(
                f"В группировке «{group}» одна группа – {counted.levels[0]}. Разброс между группами по одной не "
                "оценить: возьмите другой столбец."
            )
        if effects >= moments.n:
            raise AnalysisRefusedError(
                f"В группировке «{group}» эффектов {effects}, а строк {moments.n}. Ожидается несколько строк на "
                "группу: возьмите группы крупнее или уберите наклон."
            )
        own = _independent(counted)
        if len(own) < len(columns):
            (extra, *_) = (column for place, column in enumerate(columns) if place not in own)
            raise AnalysisRefusedError(
                f"В случайной части по «{group}» столбец «{extra}» складывается из других её столбцов: разброс между "
                "ними не разделить. Уберите его из скобок."
            )


def require_unlike(moments: Moments, names: Sequence[Named]) -> None:
    """Refuse two groupings of different names that divide the rows alike: what differs between them, nobody can say."""
    for (i, j), link in moments.links.items():
        (one, columns), (other, others) = names[i], names[j]
        if len(link.first) == len(moments.bars[i].levels) == len(moments.bars[j].levels) and {*columns} & {*others}:
            raise AnalysisRefusedError(
                f"Группировки «{one}» и «{other}» делят строки одинаково: разброс между ними не разделить. "
                "Оставьте одну."
            )


def _independent(bar: BarMoments) -> list[int]:
    """Return the columns of a random term that are no combination of earlier ones."""
    products, made = bar.z_z.sum(axis=0), bar.to_centred
    # centred columns tell more exactly, and they stand for the columns themselves where the one is among them
    return independent(products if made.shape[0] == made.shape[1] else made.T @ products @ made)


def require_residual(likelihood: Likelihood) -> None:
    """Refuse a response that the fixed part explains to the last digit."""
    residual = 1 - likelihood.w_w[:-1, -1] @ np.linalg.pinv(likelihood.w_w[:-1, :-1]) @ likelihood.w_w[:-1, -1]
    if residual < _EXACT or not likelihood.w_w[-1, -1]:
        raise AnalysisRefusedError(
            "Результат в точности складывается из столбцов формулы: разброса, который делила бы модель, нет."
        )


def require_told(likelihood: Likelihood, solved: Solved, parameters: Floats, names: Sequence[Named]) -> None:
    """Refuse an optimum that says nothing: no residual within groups, or a spread that changes nothing."""
    if solved.sigma * np.sqrt(likelihood.n) < _NO_RESIDUAL * solved.scales[-1]:
        raise AnalysisRefusedError(
            "Внутри групп результат в точности складывается из столбцов формулы: остатка, с которым сравнивают разброс "
            "между группами, нет. Возьмите другой результат или группы крупнее."
        )
    starts = np.cumsum([0, *(term.parameters for term in likelihood.terms)])
    for position, (start, end) in enumerate(pairwise(starts)):
        stretched = parameters.copy()
        stretched[start:end] *= _STRETCHED
        change = abs(likelihood.deviance(stretched) - float(solved.deviance))
        if change < _SAME * abs(float(solved.deviance)) and np.abs(parameters[start:end]).max() > _FROM_ZERO:
            group = names[likelihood.order[position]][0]
            raise AnalysisRefusedError(
                f"Разброс между группами «{group}» по этим строкам не определить: группы уже различает постоянная "
                "часть формулы. Уберите одно из двух."
            )
