"""The picture of context beside results: axes that hold every school, and what it says of one school."""

import pytest

from opora.reports.charts import picture
from opora.reports.context_plot import PlacedSchool, context_plot

ABOUT = "Результаты 2024 года", "Выпуск данных № 7."


def drawn(*schools: PlacedSchool) -> str:
    return picture(context_plot(schools, (47.0, 53.0), ABOUT), "svg").decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("resilient", "Результат держится вопреки условиям"),
        ("above-expected", "Результат выше ожидаемого в таких условиях"),
        ("as-expected", "Результат такой, какого ждут в таких условиях"),
        ("below-expected", "Результат ниже ожидаемого в таких условиях"),
    ],
)
def test_the_picture_of_one_school_says_what_is_expected_and_what_is_so(place: str, words: str) -> None:
    shown = drawn(PlacedSchool("СОШ № 1", 50.0, -0.4, 0.1, place))
    assert words in shown
    assert ">ожидается<" in shown


def test_the_picture_of_several_counts_them_and_draws_no_expectation() -> None:
    shown = drawn(
        PlacedSchool("СОШ № 1", 41.0, 0.5, -0.2, "resilient"), PlacedSchool("СОШ № 2", 60.0, 0, 0.9, "below-expected")
    )
    assert "Резильентных школ – 1, с результатом ниже ожидаемого" in shown
    assert ">ожидается<" not in shown


def test_one_school_stands_among_usual_indices_and_a_far_one_still_fits() -> None:
    near, far = (
        context_plot([PlacedSchool("СОШ", index, 0.0, 0.0, "as-expected")], (47.0, 53.0), ABOUT).to_dict()
        for index in (50.0, 12.0)
    )
    spans = [one["layer"][0]["encoding"]["x"]["scale"]["domain"] for one in (near, far)]
    assert spans == [[30, 70], [11, 70]]
