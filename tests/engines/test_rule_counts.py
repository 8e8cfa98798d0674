"""What rules and indicators count is the same on the embedded engine and on Spark."""

from opora.analysis.below_threshold import below_threshold
from opora.analysis.lazy import Lazy
from opora.analysis.lower_part import lower_part
from opora.analysis.mark_indicators import mark_indicators
from opora.analysis.movement import MovementRule, movements
from opora.analysis.pooling import pooled, pooled_marks
from opora.analysis.withheld import withheld_papers
from opora.store.engine import Engine
from opora.tables import MARK_COUNTS, RESULTS, SCHOOL_CODES
from opora.vocabulary.scales import minimum_scores
from tests.engines.conftest import Both
from tests.engines.drawn import stored


def below(engine: Engine, *, has_statistics: bool = True) -> Lazy:
    results, counts, codes = stored(engine)
    return below_threshold([results], counts if has_statistics else None, codes, minimum_scores())


def test_who_is_below_the_threshold(both: Both) -> None:
    assert both.agree_on(below).collect().to_arrow().num_rows > 20


def test_who_is_below_the_threshold_without_ready_made_statistics(both: Both) -> None:
    found = both.agree_on(lambda engine: below(engine, has_statistics=False)).collect().to_arrow()
    assert not any(found["is_ready_made"].to_pylist())


def test_whose_results_are_withheld(both: Both) -> None:
    def count(engine: Engine) -> object:
        _, counts, codes = stored(engine)
        return withheld_papers(counts, codes)

    assert both.agree_on(count).collect().to_arrow()["school"].to_pylist() == ["edu9"]


def test_who_is_in_the_lowest_part_of_all_scores(both: Both) -> None:
    def count(engine: Engine) -> object:
        results, _, codes = stored(engine)
        return lower_part([results], codes, 25)

    assert sum(both.agree_on(count).collect().to_arrow()["below"].to_pylist()) > 0


def test_indicators_of_marks_and_of_years_together(both: Both) -> None:
    one_by_one = both.agree_on(lambda engine: mark_indicators(*stored(engine)))
    together = both.agree_on(lambda engine: pooled_marks(mark_indicators(*stored(engine)), (2022, 2023, 2024)))
    assert 0 < together.collect().to_arrow().num_rows < one_by_one.collect().to_arrow().num_rows


def test_shares_of_years_together_and_how_they_moved(both: Both) -> None:
    assert both.agree_on(lambda engine: pooled(below(engine), (2023, 2024))).collect().to_arrow().num_rows
    moved = both.agree_on(lambda engine: movements(below(engine), MovementRule((2022, 2023, 2024))))
    assert max(moved["years"].to_pylist()) == 3


def test_nothing_is_counted_of_nothing(both: Both) -> None:
    def count(engine: Engine) -> object:
        nothing = (engine.lazy(contract.schema.empty_table()) for contract in (RESULTS, MARK_COUNTS, SCHOOL_CODES))
        results, counts, codes = nothing
        tables = below_threshold([results], counts, codes, minimum_scores()), mark_indicators(results, counts, codes)
        return [*tables, lower_part([results], codes, 25)]

    assert [table.collect().to_arrow().num_rows for table in both.agree_on(count)] == [0, 0, 0]
