"""The command line speaks Russian: help, headings and usage errors of the library it is built with."""

import typer.rich_utils
from typer._click import exceptions as said
from typer._click.core import Context, Parameter
from typer.core import TyperCommand, TyperGroup, TyperOption

_HELP = "Показать эту справку."
_COMPLETION = {
    "install_completion": "Включить дополнение команд по Tab в этой оболочке.",
    "show_completion": "Показать сценарий дополнения, чтобы включить его самому.",
}

typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Что указать"
typer.rich_utils.OPTIONS_PANEL_TITLE = "Параметры"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Команды"
typer.rich_utils.DEFAULT_STRING = "[обычно: {}]"
typer.rich_utils.REQUIRED_LONG_STRING = "[обязательно]"
typer.rich_utils.ENVVAR_STRING = "[переменная: {}]"


def _in_russian(usage: str) -> str:
    words = {"Usage:": "Вызов:", "[OPTIONS]": "[ПАРАМЕТРЫ]", "COMMAND [ARGS]...": "КОМАНДА …"}
    for english, russian in words.items():
        usage = usage.replace(english, russian)
    return usage


class RussianCommand(TyperCommand):
    """A command whose help is in Russian."""

    def get_usage(self, ctx: Context) -> str:
        """Return the line that shows how the command is written."""
        return _in_russian(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the help option with Russian words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class RussianGroup(TyperGroup):
    """The group of all commands, with help in Russian."""

    def get_usage(self, ctx: Context) -> str:
        """Return the line that shows how a command is written."""
        return _in_russian(super().get_usage(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the help option with Russian words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return the parameters, those of shell completion explained in Russian."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, TyperOption) and param.name in _COMPLETION:
                param.help = _COMPLETION[param.name]
        return params


def usage_problem(error: said.UsageError) -> str:
    """Return what is wrong in a command line, and where to look."""
    if isinstance(error, said.NoArgsIsHelpError):
        return error.format_message()
    command = error.ctx.command_path if error.ctx else "opora"
    return f"{_what(error)} Как правильно: {command} --help"


def _what(error: said.UsageError) -> str:
    match error:
        case said.NoSuchOption():
            near = f" Возможно, {', '.join(error.possibilities)}?" if error.possibilities else ""
            return f"Нет параметра «{error.option_name}».{near}"
        case said.MissingParameter():
            return f"Не указано: {_name(error)}."
        case said.BadParameter():
            return f"Значение не подходит – {_name(error)}: {error.message}"
        case _:
            return error.message


def _name(error: said.BadParameter) -> str:
    """Return what people call the parameter: its option, or the word that stands for it in the help."""
    param = error.param
    if param is None:
        return str(error.param_hint or "параметр")
    return ", ".join(param.opts) if isinstance(param, TyperOption) else str(param.metavar or param.name)
