"""Words with colours: no conclusion is never coloured as one."""

from opora_web.interface.templatetags.words import status_tag


def test_a_school_nobody_can_judge_is_grey():
    assert status_tag("insufficient-data") == '<span class="tag">данных недостаточно</span>'
    assert 'class="tag tag--bad"' in status_tag("low")
