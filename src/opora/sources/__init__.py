"""Floor 3, file → tidy rows with addresses; one format a module, READERS lists them."""

from opora.sources import gia9, gia11, gia_appeals, vpr_individual
from opora.sources.taken import Reader

#: All readers; the first that recognises a book reads it.
READERS: tuple[Reader, ...] = (vpr_individual, gia9, gia11, gia_appeals)
