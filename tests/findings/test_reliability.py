"""A status is not reliable while a sign stands, and the school's answer is kept either way."""

from opora.findings.reliability import NOT_RELIABLE, AskedSign, reliability

SIGN = ("сгустки у границ отметок",)


def test_without_signs_a_status_is_reliable() -> None:
    assert reliability([]).is_reliable
    assert reliability([]).sentences == ()


def test_a_sign_without_an_answer_makes_it_not_reliable_and_says_that_this_is_no_verdict() -> None:
    found = reliability([AskedSign("ВПР, математика, 5 класс", SIGN)])
    assert not found.is_reliable
    assert found.sentences[0].lower().startswith(NOT_RELIABLE)
    assert "Это не вывод о школе" in found.sentences[0]
    assert found.sentences[1] == "ВПР, математика, 5 класс: сгустки у границ отметок. Школу спросили, ответа пока нет."


def test_what_was_asked_stands_beside_the_signs() -> None:
    (_, told) = reliability([AskedSign("ВПР", SIGN, question="Кто проверял работы?")]).sentences
    assert told.endswith("Школу спросили: «Кто проверял работы?». Ответа пока нет.")


def test_a_school_that_does_not_know_of_the_signs_is_not_said_to_be_silent() -> None:
    (_, told) = reliability([AskedSign("ВПР", SIGN, is_asked=False)]).sentences
    assert told.endswith("Школу об этом ещё не спрашивали.")


def test_an_accepted_answer_makes_it_reliable_again_and_stays() -> None:
    found = reliability([AskedSign("ВПР", SIGN, "Перепроверили работы у границы", is_accepted=True)])
    assert found.is_reliable
    assert "Ответ школы: «Перепроверили работы у границы» – ответ принят." in found.sentences[0]


def test_signs_may_be_explained_before_the_school_answers() -> None:
    found = reliability([AskedSign("ВПР", SIGN, is_accepted=True, decision="Протоколы видели")])
    assert found.is_reliable
    assert found.sentences[0].endswith("признаки объяснены и без её ответа: «Протоколы видели».")


def test_a_decision_that_leaves_the_question_open_is_told_with_its_reason() -> None:
    found = reliability([AskedSign("ВПР", SIGN, "Сильный класс", decision="Протоколов нет")])
    assert not found.is_reliable
    assert "Ответ школы: «Сильный класс» – вопрос остался: «Протоколов нет»." in found.sentences[1]


def test_one_open_question_is_enough() -> None:
    accepted, open_ = AskedSign("а", SIGN, "да", is_accepted=True), AskedSign("б", SIGN, "сильный класс")
    found = reliability([accepted, open_])
    assert not found.is_reliable
    assert "сильный класс» – ответ рассматривают" in found.sentences[2]
