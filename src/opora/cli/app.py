"""All commands in one list, and what a command line answers when something stands in the way."""

from collections.abc import Callable, Sequence

import typer
from typer._click import exceptions as said

from opora.analysis.cells import YearMissingError
from opora.cli import identifying, making, releases, taking_in
from opora.cli.russian import RussianCommand, RussianGroup, usage_problem
from opora.cli.screen import Screen
from opora.evidence import SchoolMissingError
from opora.reports.templates import TemplateUnusableError
from opora.store import FolderNameError, ReleaseMissingError, StoreBusyError
from opora.vocabulary.authority import AuthorityFileMissingError
from opora.vocabulary.rule_errors import RuleSetUnreadableError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

app = typer.Typer(
    name="opora",
    cls=RussianGroup,
    help="Опора: какие школы поддержать, почему, как – и помогло ли.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

#: The verbs of the path, in the order a person meets them.
COMMANDS: dict[str, Callable[..., int]] = {
    "take-in": taking_in.take_in,
    "identify": identifying.identify,
    "why": identifying.why,
    "releases": releases.releases,
    "undo": releases.undo,
    "rows": releases.rows,
    "template": making.template,
    "generate": making.generate,
    "demo": making.demo,
}
for _name, _command in COMMANDS.items():
    app.command(_name, cls=RussianCommand)(_command)

#: What may stand in the way of a well-written command; each says itself what to do.
_OBSTACLES = (
    StoreBusyError,
    ReleaseMissingError,
    AuthorityFileMissingError,
    RuleSetUnreadableError,
    YearMissingError,
    SchoolMissingError,
    TemplateUnusableError,
)
#: What is wrong in the command line itself.
_MISUSES = (FolderNameError, FileNotFoundError, FileExistsError)


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 done, 1 refused or found wrong, 2 wrong usage."""
    try:
        code = app(list(words), prog_name="opora", standalone_mode=False)
    except (said.UsageError, *_MISUSES) as misuse:
        Screen(None).complain(usage_problem(misuse) if isinstance(misuse, said.UsageError) else str(misuse))
        return WRONG_USAGE
    except _OBSTACLES as obstacle:
        Screen(None).complain(str(obstacle))
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        Screen(None).complain("Остановлено. Прежний выпуск цел.")
        return REFUSED
    return code if isinstance(code, int) else DONE
