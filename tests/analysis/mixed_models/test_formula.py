"""A formula is read as R reads it, or answered with the place that cannot be read."""

import pytest

from opora.analysis.mixed_models.formula import MixedFormula, Terms, read_formula
from opora.analysis.mixed_models.tokens import FormulaUnreadableError


def terms_of(terms: Terms) -> list[str]:
    return [*(["1"] if terms.has_intercept else []), *(":".join(one.label for one in term) for term in terms.terms)]


def bars_of(formula: MixedFormula) -> list[tuple[list[str], str]]:
    return [(terms_of(bar.terms), bar.group) for bar in formula.bars]


@pytest.mark.parametrize(
    ("fixed", "terms"),
    [
        ("1", ["1"]),
        ("prior + sex", ["1", "prior", "sex"]),
        ("a*b", ["1", "a", "b", "a:b"]),
        ("(a + b + c)^2", ["1", "a", "b", "c", "a:b", "a:c", "b:c"]),
        ("a/b", ["1", "a", "a:b"]),
        ("a*b - a", ["1", "b", "a:b"]),
        ("z + x:z + x", ["1", "z", "x", "z:x"]),
        ("0 + a", ["a"]),
        ("a - 1", ["a"]),
        ("`gcse.score` + gcse.score:sex", ["1", "gcse.score", "gcse.score:sex"]),
        ("`код школы`", ["1", "`код школы`"]),
        ("балл*пол", ["1", "балл", "пол", "балл:пол"]),
        ("age + I(age^2) + I( (a+b) ** 2*2.0 )", ["1", "age", "I(age^2)", "I((a + b)^2 * 2)"]),
        ("log(x, 2) + factor(k) + I(x>=2)", ["1", "log(x, 2)", "factor(k)", "I(x >= 2)"]),
        ("I(-x/2 - a:b)", None),
    ],
)
def test_the_terms_of_the_fixed_part_are_those_of_r(fixed: str, terms: list[str] | None) -> None:
    if terms is None:
        with pytest.raises(FormulaUnreadableError):
            read_formula(f"y ~ {fixed} + (1|g)")
    else:
        assert terms_of(read_formula(f"y ~ {fixed} + (1|g)").fixed) == terms
        assert terms_of(read_formula(f"y ~ (1|g) + {fixed}").fixed) == terms


@pytest.mark.parametrize(
    ("random", "bars"),
    [
        ("(1|a)", [(["1"], "a")]),
        ("(1|municipality/school)", [(["1"], "school:municipality"), (["1"], "municipality")]),
        ("(1|a/b/c)", [(["1"], "c:(b:a)"), (["1"], "b:a"), (["1"], "a")]),
        ("(1|a:b)", [(["1"], "a:b")]),
        ("(x|g)", [(["1", "x"], "g")]),
        ("(0 + x|g)", [(["x"], "g")]),
        ("(1 + x + z || g)", [(["1"], "g"), (["x"], "g"), (["z"], "g")]),
        ("(1|a) + (x|b)", [(["1"], "a"), (["1", "x"], "b")]),
        ("(x|a/b)", [(["1", "x"], "b:a"), (["1", "x"], "a")]),
    ],
)
def test_the_random_part_is_written_out_as_lme4_does(random: str, bars: list[tuple[list[str], str]]) -> None:
    assert bars_of(read_formula(f"y ~ x + {random}")) == bars


def test_the_response_may_be_computed() -> None:
    formula = read_formula("log(score) ~ 1 + (1|school)")
    assert (formula.response.label, formula.response.columns) == ("log(score)", ("score",))


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("y ~ a + (1|school", 9, "Скобка не закрыта."),
        ("y ~ a) + (1|g)", 6, "Скобка закрыта, но не была открыта."),
        ("y ~ a +* b + (1|g)", 7, "стоят не так"),
        ("y ~ a b + (1|g)", 5, "стоят не так"),
        ("y ~ a + b@c + (1|g)", 10, "Знак «@»"),
        ("y ~ a + `b + (1|g)", 9, "Кавычка ` не закрыта."),
        ("y ~ a * (1|g)", 9, "ожидается «+»"),
        ("y ~ a | g", 7, "в скобки"),
        ("y ~ a + (|g)", 10, "слева и справа от черты"),
        ("y ~ a + (1|g+h)", 12, "ожидается school, a:b или a/b"),
        ("y ~ a + foo(b) + (1|g)", 9, "Понятны"),
        ("y ~ a + b", 10, "Нет случайной части"),
        ("y a (1|g)", 10, "один знак ~"),
        ("~ a + (1|g)", 1, "Слева от ~"),
        ("", 1, "один знак ~"),
    ],
)
def test_a_formula_that_cannot_be_read_is_answered_with_the_place(text: str, place: int, why: str) -> None:
    with pytest.raises(FormulaUnreadableError) as refused:
        read_formula(text)
    assert refused.value.at + 1 == place
    assert why in str(refused.value)
