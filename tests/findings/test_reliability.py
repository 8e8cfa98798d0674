"""A status is not reliable while a sign stands, and the school's answer is kept either way."""

from opora.findings.reliability import AskedSign, reliability

SIGN = ("сгустки у границ отметок",)


def test_without_signs_a_status_is_reliable() -> None:
    assert reliability([]).is_reliable
    assert reliability([]).sentences == ()


def test_a_sign_without_an_answer_makes_it_not_reliable_and_says_that_this_is_no_verdict() -> None:
    found = reliability([AskedSign("ВПР, математика, 5 класс", SIGN)])
    assert not found.is_reliable
    assert found.sentences[0].endswith("Это не вывод о школе.")
    assert found.sentences[1] == "ВПР, математика, 5 класс: сгустки у границ отметок. Школу спросили, ответа пока нет."


def test_an_accepted_answer_makes_it_reliable_again_and_stays() -> None:
    found = reliability([AskedSign("ВПР", SIGN, "Перепроверили работы у границы", is_accepted=True)])
    assert found.is_reliable
    assert "Ответ школы: «Перепроверили работы у границы» – ответ принят." in found.sentences[0]


def test_one_open_question_is_enough() -> None:
    accepted, open_ = AskedSign("а", SIGN, "да", is_accepted=True), AskedSign("б", SIGN, "сильный класс")
    found = reliability([accepted, open_])
    assert not found.is_reliable
    assert "сильный класс» – ответ рассматривают" in found.sentences[2]
