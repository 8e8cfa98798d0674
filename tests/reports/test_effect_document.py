"""The note on whether support helped: every method with its interval, in Word."""

from opora.reports.effect_document import effect_document, effect_fields
from opora.tables.effect_of_support import BalanceRow, EffectOfSupport, KindRow, MethodRow
from tests.reports.word import opened, words

METHODS = (
    MethodRow(
        "regression-to-the-mean", "Изменение без возврата к среднему", -0.0523, -0.08, -0.0246, "helped", "помогло", "",
        "Помогло: −5,2 п. п.", ("С поддержкой 30 школ, для сравнения 120.",), 30, 120, {},
    ),
    MethodRow(
        "discontinuity", "У порога отбора", None, None, None, "cannot-tell", "нельзя сказать", "no-listing",
        "Нельзя сказать: порог не назван.", (), 0, 0, {},
    ),
)  # fmt: skip
ANSWER = EffectOfSupport(
    verdict="helped", verdict_words="помогло", reason="", sentences=("Помогло ли: помогло.",), methods=METHODS,
    kinds=(KindRow("наставник <b>", -0.1, -0.2, 0.0, 0.04, "helped", "помогло", "", "…", 12),),
    balance=(BalanceRow("Результат до", 0.4, 0.2, 0.39, 1.953, -0.004),), unmatched=("s1", "s2"), pairs={}, trends=(),
    schools=150, supported=30, years=(2020, 2021, 2024), is_share=True, less_is_better=True, notes=("Откуда данные.",),
)  # fmt: skip


def test_the_note_tells_every_method_kind_and_difference_before() -> None:
    text = words(opened(effect_document(ANSWER, ("Говорит: насколько.", "Не говорит: об одной школе."))))
    for part in (
        "за 2020–2024", "150 школ", "30 школ", "Помогло ли: помогло.", "−5,2", "−8,0 … −2,5", "нельзя сказать",
        "наставник <b>", "−10,0", "+1,95", "s1, s2", "Откуда данные.", "Не говорит: об одной школе.",
    ):  # fmt: skip
        assert part in text
    assert "{" not in text


def test_what_cannot_be_told_is_a_dash_and_nought_has_no_sign() -> None:
    fields = effect_fields(ANSWER, ())
    assert fields["methods"][1]["effect"] == fields["methods"][1]["interval"] == "–"
    assert fields["balance"][0]["after"] == "0,00"
    assert fields["methods"][0]["schools"] == "30 и 120"
