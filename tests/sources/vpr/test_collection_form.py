"""The form schools fill in is not results: the sender is told which report is."""

import pytest

from opora.sources.vpr import collection_form
from tests.sources.vpr.test_vpr_individual import PUPIL
from tests.sources.vpr.test_vpr_individual import sheet as individual_sheet
from tests.sources.vpr_samples import COLLECTED, FORM, UNFILLED, UNSUMMED, Rows
from tests.workbooks import CIRCUMSTANCES, book


@pytest.mark.parametrize("rows", [FORM, UNFILLED, UNSUMMED, FORM[1:]])
def test_a_form_is_refused_with_the_report_to_send_instead(rows: Rows) -> None:
    opened = book(rows, sheet="Протокол")
    assert collection_form.recognises(opened)
    taken = collection_form.read(opened, CIRCUMSTANCES)
    assert [problem.code for problem in taken.problems] == ["collection-form"]
    assert "Индивидуальные результаты" in taken.problems[0].text
    assert taken.batches == []


@pytest.mark.parametrize("rows", [COLLECTED, individual_sheet(list(PUPIL))])
def test_results_on_a_sheet_named_protocol_are_no_form(rows: Rows) -> None:
    assert not collection_form.recognises(book(rows, sheet="Протокол"))
