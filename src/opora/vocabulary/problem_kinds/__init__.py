"""Every kind of problem Opora can report: the reference page and the receipts are made from this list."""

from opora.vocabulary.problem_kinds.agreement import AGREEMENT
from opora.vocabulary.problem_kinds.cells import CELLS
from opora.vocabulary.problem_kinds.files import FILES
from opora.vocabulary.problem_kinds.kind import ProblemKind, Severity
from opora.vocabulary.problem_kinds.layout import LAYOUT
from opora.vocabulary.problem_kinds.plans import PLANS

KINDS: dict[str, ProblemKind] = {kind.code: kind for kind in (*FILES, *LAYOUT, *CELLS, *AGREEMENT, *PLANS)}

__all__ = ["KINDS", "ProblemKind", "Severity"]
