"""Floor 2, contracts of every tidy table: the only thing the stops of the path share."""

from opora.tables.aggregates import ITEM_SHARES, ITEM_SKILLS, JOURNAL_COUNTS, MARK_COUNTS, SCORE_COUNTS
from opora.tables.contract import Column, Contract, Kind
from opora.tables.files import FILES
from opora.tables.indicators import BELOW_THRESHOLD, CELLS, CHANCES, DECISIONS, MARK_INDICATORS, MOVEMENTS
from opora.tables.results import APPEALS, ITEMS, RESULTS
from opora.tables.schools import CONTEXTS, REGISTER, SCHOOL_CODES, SCHOOL_NAMES, SCHOOLS

#: Tables that readers fill, row by row with addresses.
TAKEN_TABLES = (
    RESULTS,
    APPEALS,
    ITEMS,
    MARK_COUNTS,
    JOURNAL_COUNTS,
    SCORE_COUNTS,
    ITEM_SHARES,
    ITEM_SKILLS,
    REGISTER,
    CONTEXTS,
    SCHOOL_NAMES,
)

#: Tables of a release: what was taken, the files it came from, and who is who.
RELEASE_TABLES = (*TAKEN_TABLES, FILES, SCHOOLS, SCHOOL_CODES)

#: Tables that are counted from a release and never stored.
COUNTED_TABLES = (BELOW_THRESHOLD, MARK_INDICATORS, MOVEMENTS, CELLS, CHANCES, DECISIONS)

CONTRACTS = {contract.name: contract for contract in (*RELEASE_TABLES, *COUNTED_TABLES)}

__all__ = [
    "APPEALS",
    "BELOW_THRESHOLD",
    "CELLS",
    "CHANCES",
    "CONTEXTS",
    "CONTRACTS",
    "COUNTED_TABLES",
    "DECISIONS",
    "FILES",
    "ITEMS",
    "ITEM_SHARES",
    "ITEM_SKILLS",
    "JOURNAL_COUNTS",
    "MARK_COUNTS",
    "MARK_INDICATORS",
    "MOVEMENTS",
    "REGISTER",
    "RELEASE_TABLES",
    "RESULTS",
    "SCHOOLS",
    "SCHOOL_CODES",
    "SCHOOL_NAMES",
    "SCORE_COUNTS",
    "TAKEN_TABLES",
    "Column",
    "Contract",
    "Kind",
]
