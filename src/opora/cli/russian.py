"""The command line speaks Russian: help, completion and what is said of a command written wrongly.

Everything taken from inside the library the command line is built with stands in this module and nowhere else.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
import typer.main
from pydantic import ValidationError
from typer._click import exceptions as said
from typer._click.core import Command, Context, Parameter
from typer._click.formatting import HelpFormatter
from typer._completion_shared import install
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

UsageError = said.UsageError

#: The code the library answers with after Ctrl-C.
INTERRUPTED = 130

_HELP = "Показать эту справку."
_INSTALL = "Включить дополнение команд по Tab в этой оболочке."
_SHOW = "Показать сценарий дополнения, чтобы включить его самому."


# --- help ---------------------------------------------------------------------------------------------------------


class _InRussian(Command):
    """What a command and a group of commands say alike."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the whole help: how the command is written, what it does, what may be said to it."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line that shows how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Вызов: ")

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the pieces of that line."""
        names = [_metavar(param) for param in self.get_params(ctx) if isinstance(param, TyperArgument)]
        return ["[ПАРАМЕТРЫ]", *names]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what must and what may be said: arguments, then options."""
        params = [param for param in self.get_params(ctx) if not getattr(param, "hidden", False)]
        for heading, kind in (("Что указать", TyperArgument), ("Параметры", TyperOption)):
            rows = [_help_row(param) for param in params if isinstance(param, kind)]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the help option with Russian words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - the library asks for a cut text
        """Return what the command does in one sentence, never cut in the middle."""
        return inspect.cleandoc(self.help or "").split("\n\n")[0].replace("\n", " ")


class RussianCommand(_InRussian, TyperCommand):
    """A command whose help is in Russian."""


class RussianGroup(_InRussian, TyperGroup):
    """The group of all commands, with help in Russian."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the pieces of the line that shows how a command is written."""
        return [*super().collect_usage_pieces(ctx)[:1], "КОМАНДА …"]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options, then the commands in the order a person meets them."""
        super().format_options(ctx, formatter)
        with formatter.section("Команды"):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in self.commands.items()])

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return the parameters, those of shell completion explained and answered in Russian."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, TyperOption) and param.name == "install_completion":
                param.help, param.callback = _INSTALL, _install_completion
            elif isinstance(param, TyperOption) and param.name == "show_completion":
                param.help = _SHOW
        return params

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command that is asked for, or say which one may be meant."""
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, self.commands)
        raise UsageError(f"Команды «{name}» нет.{_perhaps(near)}", ctx)


class Commands(dict[str, Command]):
    """Commands by name, each loaded when it is first asked for.

    Args:
        written: name → where the command is written, as `module:name`.
    """

    def __init__(self, written: Mapping[str, str]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, name: str) -> Command:
        """Load a command; one that is not written anywhere is a KeyError, as of any dictionary."""
        module, _, found = self._written[name].partition(":")
        self[name] = _command_of(name, getattr(import_module(module), found))
        return self[name]

    def __contains__(self, name: object) -> bool:
        return name in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def keys(self) -> Any:
        """Return the names of all commands, in their order."""
        return self._written.keys()

    def items(self) -> Any:
        """Return all commands by name, each loaded."""
        return [(name, self[name]) for name in self._written]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a command by its name, or what is to stand for one that is not there."""
        try:
            return self[name]
        except KeyError:
            return default


def _command_of(name: str, written: Any) -> Command:
    if not isinstance(written, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name, cls=RussianCommand)(written)
        written = alone
    command = typer.main.get_command(written)
    command.name = name
    return command


def group_of(written: Mapping[str, str]) -> type[RussianGroup]:
    """Return the group of these commands: name → where it is written, as `module:name`."""

    class Group(RussianGroup):
        """A group whose commands are loaded when they are asked for."""

        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = Commands(written)

        def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - the library's signature
            """Return the names of the commands in the order a person meets them."""
            return list(written)

    return Group


def _install_completion(ctx: Context, param: Parameter, value: Any) -> Any:  # noqa: ARG001 - the shape of a callback
    if not value or ctx.resilient_parsing:
        return value
    shell, path = install(shell=value) if isinstance(value, str) else install()
    print(f"Дополнение для {shell} записано в {path}. Оно заработает в новом окне терминала.")  # noqa: T201 - no Screen is there yet
    sys.exit(0)


def _metavar(param: Parameter) -> str:
    """Return the word that stands for a value in the help."""
    choices = _choices(param)
    return str(param.metavar or "|".join(choices) or (param.name or "").upper())


def _choices(param: Parameter | None) -> list[str]:
    descriptor = getattr(param, "type_descriptor", None)
    return [str(choice) for choice in (descriptor and descriptor.choices) or ()]


def _help_row(param: Parameter) -> tuple[str, str]:
    """Return a parameter as the help shows it: how it is written, what it means, what it is when left out."""
    name = _metavar(param)
    if isinstance(param, TyperOption):
        flags = ", ".join(param.opts)
        name = flags if param.is_flag else f"{flags} {name}"
    extra = "; ".join(_extras(param))
    return name, f"{getattr(param, 'help', None) or ''}{f' [{extra}]' if extra else ''}"


def _extras(param: Parameter) -> list[str]:
    found = ["обязательно"] if param.required else []
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None and high is not None:
        found.append(f"от {low} до {high}")
    if param.default not in {None, False} and isinstance(param, TyperOption):
        found.append(f"обычно {param.default}")
    if param.envvar:
        found.append(f"или переменная среды {param.envvar}")
    return found


# --- what is said of a command written wrongly ----------------------------------------------------------------------


def usage_problem(error: UsageError) -> str:
    """Return what is wrong in a command line, and where to look."""
    if isinstance(error, said.NoArgsIsHelpError):
        return error.format_message()
    command = error.ctx.command_path if error.ctx else "opora"
    return f"{_what(error)}\nКак правильно: {command} --help"


def _what(error: UsageError) -> str:
    match error:
        case said.NoSuchOption():
            return f"Параметра «{error.option_name}» нет.{_perhaps(error.possibilities or ())}"
        case said.MissingParameter():
            return f"Не указано: {_name(error.param)}.{_choice_of(error.param)}"
        case said.BadParameter():
            return _unfit(error)
        case said.BadOptionUsage():
            return f"После «{error.option_name}» ожидается значение."
        case _:
            return _plain(error.message)


def _perhaps(near: Any) -> str:
    return f" Возможно, {' или '.join(near)}?" if near else ""


def _choice_of(param: Parameter | None) -> str:
    choices = _choices(param)
    return f" Одно из: {', '.join(choices)}." if choices else ""


def _plain(message: str) -> str:
    """Return the message of the library itself in Russian; our own messages are Russian already."""
    extra = re.fullmatch(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    if extra:
        return f"Лишнее в команде: {extra[1]}. Путь или название с пробелами берите в кавычки."
    if message == "Missing command.":
        return "Не указана команда."
    return message if re.search("[а-яё]", message, re.IGNORECASE) else "Команда записана не так, как ожидалось."


#: Kind of a misfit → what is expected.
_EXPECTED = {
    "int_parsing": "целое число",
    "int_from_float": "целое число",
    "float_parsing": "число",
    "greater_than_equal": "не меньше {ge}",
    "less_than_equal": "не больше {le}",
}
#: What the library says of a path → what is expected.
_PATHS = {
    "is a file": "{} – это файл, а ожидается папка",
    "is a directory": "{} – это папка, а ожидается файл",
    "does not exist": "{} не найден",
    "is not readable": "{} не даёт себя прочитать: нет прав",
    "is not writable": "{} не даёт в себя писать: нет прав",
}


def _unfit(error: said.BadParameter) -> str:
    """Return whose value does not fit, what was found and what is expected."""
    if error.param is None:
        return _plain(error.message[:1].upper() + error.message[1:])
    name, cause = _name(error.param), error.__cause__
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        if choices := _choices(error.param):
            return f"{name}: найдено «{first['input']}», ожидается одно из: {', '.join(choices)}."
        expected = _EXPECTED.get(first["type"], "другое значение").format(**first.get("ctx", {}))
        return f"{name}: найдено «{first['input']}», ожидается {expected}."
    for english, russian in _PATHS.items():
        if found := re.fullmatch(rf"\w+ '(.*)' {english}\.", error.message):
            return f"{name}: {russian.format(f'«{found[1]}»')}."
    return f"{name}: {_plain(error.message)}"


def _name(param: Parameter | None) -> str:
    """Return what people call the parameter: its option, or the word that stands for it in the help."""
    if param is None:
        return "параметр"
    return f"{param.opts[0]} {_metavar(param)}" if isinstance(param, TyperOption) else _metavar(param)
