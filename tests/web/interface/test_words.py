"""Words with colours: no conclusion is never coloured as one."""

import datetime as dt

import pytest

from opora_web.interface.templatetags.words import browser_words, in_minutes, status_tag


def test_a_school_nobody_can_judge_is_grey():
    assert status_tag("insufficient-data") == '<span class="tag">данных недостаточно</span>'
    assert 'class="tag tag--bad"' in status_tag("low")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0 YaBrowser/25.6 Safari/537.36",
            "Яндекс Браузер, Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_a_span_of_time_is_said_in_minutes() -> None:
    spans = (dt.timedelta(minutes=30), dt.timedelta(minutes=1), dt.timedelta(hours=2, minutes=2), dt.timedelta(0))
    assert [in_minutes(span) for span in spans] == ["30 минут", "1 минуту", "122 минуты", "1 минуту"]
