"""Floor 3, file → tidy rows with addresses; one format a module, READERS lists them."""

from opora.sources import vpr_individual
from opora.sources.taken import Reader

#: All readers; the first that recognises a book reads it.
READERS: tuple[Reader, ...] = (vpr_individual,)
