"""Floor 3, file → tidy rows with addresses; one format a module, READERS lists them."""

from opora.sources import (
    collection_form,
    vpr_collected,
    vpr_individual,
    vpr_items,
    vpr_journal,
    vpr_marks,
    vpr_planned_results,
    vpr_scores,
)
from opora.sources.taken import Reader

#: All readers; the first that recognises a book reads it.
READERS: tuple[Reader, ...] = (
    vpr_individual,
    vpr_marks,
    vpr_journal,
    vpr_scores,
    vpr_items,
    vpr_planned_results,
    vpr_collected,
    collection_form,
)
