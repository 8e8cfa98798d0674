"""Words of headings, numbers and lists as sentences want them."""

from opora.vocabulary.spelling import in_a_sentence


def test_headings_lose_their_capital_in_a_sentence_and_abbreviations_keep_theirs():
    assert in_a_sentence("Неполные семьи, ОВЗ и инвалидность +1.3") == "неполные семьи, ОВЗ и инвалидность +1.3"
