"""Books opened one after another: while one is read, the next are already parsed beside it."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from opora.sources.arrivals import Arrival
from opora.sources.book import Book, UnreadableFileError, look_into, parsed

MOST_AHEAD = 8  # so many books wait parsed in memory
LARGE_BYTES = 1024 * 1024  # a file from this size on is read before the next is begun


def opened(arrivals: Iterable[Arrival]) -> Iterator[tuple[Arrival, Future[Book]]]:
    """Yield each arrival with its book, in order; the book's `result` raises UnreadableFileError.

    One thread beside is enough: the parser does most of its work without holding the interpreter, the readers hold it
    nearly all the time. Looking into a file holds it often, so that is done here and not beside.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="parser") as parser:
        waiting: deque[tuple[Arrival, Future[Book]]] = deque()
        for arrival in arrivals:
            waiting.append((arrival, _begun(arrival, parser)))
            most = MOST_AHEAD if len(arrival.content) < LARGE_BYTES else 0
            while len(waiting) > most:
                yield waiting.popleft()
        yield from waiting


def _begun(arrival: Arrival, parser: Executor) -> Future[Book]:
    try:
        signs = look_into(arrival.file, arrival.content)
    except UnreadableFileError as unreadable:
        refused: Future[Book] = Future()
        refused.set_exception(unreadable)
        return refused
    return parser.submit(parsed, arrival.file, arrival.content, signs)
