"""Floor 3, file → tidy rows with addresses; one format a module, READERS lists them."""

from opora.sources.forms import school_contexts, school_register, universal_marks, universal_results
from opora.sources.gia import gia9, gia11, gia_appeals
from opora.sources.taken import Reader
from opora.sources.vpr import (
    collection_form,
    vpr_collected,
    vpr_individual,
    vpr_items,
    vpr_journal,
    vpr_marks,
    vpr_planned_results,
    vpr_scores,
)

#: All readers; the first that recognises a book reads it. Individual results come by the thousand, so they are tried
#: first. A template names its procedure in every row, which no export does, so templates stand before the other
#: exports, whose columns look like theirs. The register stands before the contexts, which it may hold.
READERS: tuple[Reader, ...] = (
    vpr_individual,
    universal_results,
    universal_marks,
    school_register,
    school_contexts,
    vpr_marks,
    vpr_journal,
    vpr_scores,
    vpr_items,
    vpr_planned_results,
    vpr_collected,
    collection_form,
    gia9,
    gia11,
    gia_appeals,
)
