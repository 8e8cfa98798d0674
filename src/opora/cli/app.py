"""All commands in one list, and what a command line answers when something stands in the way."""

import errno
from collections.abc import Sequence
from typing import Annotated

import typer

from opora import __version__
from opora.cli.russian import INTERRUPTED, UsageError, group_of, usage_problem
from opora.cli.screen import Screen, spare_streams
from opora.vocabulary.obstacles import MisuseError, ObstacleError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

#: The verbs of the path, in the order a person meets them, and where each is written: only the one that is asked for
#: is loaded, because a command must answer at once and most of them stand on large libraries.
COMMANDS = {
    "take-in": "opora.cli.taking_in:take_in",
    "identify": "opora.cli.identifying:identify",
    "why": "opora.cli.identifying:why",
    "releases": "opora.cli.releases:releases",
    "undo": "opora.cli.releases:undo",
    "rows": "opora.cli.releases:rows",
    "plan": "opora.cli.planning:plan",
    "deadline": "opora.cli.reading_deadlines:deadline",
    "template": "opora.cli.making:template",
    "generate": "opora.cli.making:generate",
    "demo": "opora.cli.making:demo",
    "serve": "opora.cli.serving:serve",
    "backup": "opora.cli.serving:backup",
    "restore": "opora.cli.serving:restore",
    "doctor": "opora.cli.serving:doctor",
    "analyse": "opora.cli.analysing:app",
}

app = typer.Typer(
    name="opora",
    cls=group_of(COMMANDS),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        Screen(None).say(f"opora {__version__}")
        raise typer.Exit


@app.callback()
def opora(
    version: Annotated[
        bool, typer.Option("--version", help="Показать версию программы.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Опора: какие школы поддержать, почему, как – и помогло ли."""


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 done, 1 refused or found wrong, 2 wrong usage."""
    spare_streams()
    try:
        code = app(list(words), prog_name="opora", standalone_mode=False)
    except UsageError as misuse:
        return _answer(usage_problem(misuse), WRONG_USAGE)
    except ObstacleError as obstacle:
        return _answer(str(obstacle), REFUSED)
    except (MisuseError, OSError) as misuse:
        return _answer(_said_of(misuse), WRONG_USAGE)
    if code == INTERRUPTED:
        return _answer("Остановлено. Прежний выпуск цел.", REFUSED)
    return code if isinstance(code, int) else DONE


def _answer(line: str, code: int) -> int:
    Screen(None).complain(line)
    return code


#: What the system says of a path → what a person can do about it.
_SYSTEM = {
    errno.ENOENT: "нет такой папки или файла. Проверьте путь.",
    errno.EACCES: "нет прав. Если файл открыт в Word или Excel, закройте его.",
    errno.EPERM: "нет прав.",
    errno.EROFS: "в эту папку писать нельзя.",
    errno.EISDIR: "это папка, а ожидается файл.",
    errno.EEXIST: "на пути стоит файл, а ожидается папка.",
    errno.ENOTDIR: "на пути стоит файл, а ожидается папка.",
    errno.ENOSPC: "на диске кончилось место.",
}


def _said_of(misuse: Exception) -> str:
    """Return what stands in the way: our own words, or the system's in Russian."""
    if not isinstance(misuse, OSError) or misuse.errno is None:
        return str(misuse)
    where = f"«{misuse.filename}»: " if misuse.filename else ""
    return f"{where}{_SYSTEM.get(misuse.errno, misuse.strerror)}"
