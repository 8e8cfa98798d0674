"""Schools and municipalities as files spell them: one key for one place, two for two."""

import pytest

from opora.vocabulary.school_spelling import municipality_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("г. Канск", "город Канск", "Канск г.", "г.о. Канск", "городской округ Канск", "МО город Канск"),
        ("Абанский район", "Абанский р-н", "Абанский муниципальный район", "АБАНСКИЙ  РАЙОН", "МО Абанский район",
         "Абанский муниципальный округ", "муниципальное образование Абанский район"),
        ("Могочинский район", "Могочинский муниципальный округ"),
    ],
)  # fmt: skip
def test_spellings_of_one_municipality_are_equal(spellings: tuple[str, ...]) -> None:
    assert len({municipality_key(words) for words in spellings}) == 1


def test_a_town_is_not_the_district_around_it() -> None:
    places = ("г. Канск", "Канский район", "Абанский район", "Москва", "Районный", "Городище")
    assert len({municipality_key(words) for words in places}) == len(places)
