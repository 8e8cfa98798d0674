"""All commands in one list, and what a command line answers when something stands in the way."""

import errno
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from opora import __version__
from opora.analysis.cells import YearMissingError
from opora.cli import analysing, identifying, making, planning, reading_deadlines, releases, serving, taking_in
from opora.cli.engine import EngineUnknownError
from opora.cli.reading_deadlines import DeadlinesUnreadableError
from opora.cli.russian import INTERRUPTED, RussianCommand, RussianGroup, UsageError, usage_problem
from opora.cli.screen import Screen, spare_letters
from opora.evidence import SchoolMissingError
from opora.reports.templates import TemplateUnusableError
from opora.store import FolderNameError, ReleaseMissingError, StoreBusyError
from opora.store.spark import SparkMissingError
from opora.vocabulary.authority import AuthorityFileMissingError
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rule_errors import RuleSetUnreadableError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

app = typer.Typer(
    name="opora",
    cls=RussianGroup,
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


#: The verbs of the path, in the order a person meets them.
COMMANDS: dict[str, Callable[..., int]] = {
    "take-in": taking_in.take_in,
    "identify": identifying.identify,
    "why": identifying.why,
    "releases": releases.releases,
    "undo": releases.undo,
    "rows": releases.rows,
    "plan": planning.plan,
    "deadline": reading_deadlines.deadline,
    "template": making.template,
    "generate": making.generate,
    "demo": making.demo,
    "serve": serving.serve,
    "backup": serving.backup,
    "restore": serving.restore,
    "doctor": serving.doctor,
}
for _name, _command in COMMANDS.items():
    app.command(_name, cls=RussianCommand)(_command)
app.add_typer(analysing.app, name="analyse")

#: What may stand in the way of a well-written command; each says itself what to do.
_OBSTACLES = (
    StoreBusyError,
    ReleaseMissingError,
    RuleSetUnreadableError,
    YearMissingError,
    SchoolMissingError,
    TemplateUnusableError,
    AnalysisRefusedError,
    DeadlinesUnreadableError,
    SparkMissingError,
)
#: What is wrong in the command line itself.
_MISUSES = (FolderNameError, EngineUnknownError, AuthorityFileMissingError, OSError)


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 done, 1 refused or found wrong, 2 wrong usage."""
    spare_letters()
    try:
        code = app(list(words), prog_name="opora", standalone_mode=False)
    except UsageError as misuse:
        return _answer(usage_problem(misuse), WRONG_USAGE)
    except _OBSTACLES as obstacle:
        return _answer(str(obstacle), REFUSED)
    except _MISUSES as misuse:
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
    errno.ENOTDIR: "на пути стоит файл, а ожидается папка.",
    errno.ENOSPC: "на диске кончилось место.",
}


def _said_of(misuse: Exception) -> str:
    """Return what stands in the way: our own words, or the system's in Russian."""
    if not isinstance(misuse, OSError) or misuse.errno is None:
        return str(misuse)
    where = f"«{misuse.filename}»: " if misuse.filename else ""
    return f"{where}{_SYSTEM.get(misuse.errno, misuse.strerror)}"
