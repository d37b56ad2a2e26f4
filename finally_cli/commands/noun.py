"""The commands of a noun, which take negative amounts: `finally snapshot add Checking -250`."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

Wired = TypeVar("Wired", bound=Callable[..., Any])
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
NEGATIVE = r"-[.,]?[0-9][0-9.,]*"


class AmountCommand(TyperCommand):
    """A command whose arguments may be negative numbers, which no option ever looks like.

    Each is handed on with a true minus sign (U+2212), which amounts are read with and which begins
    no option. What belongs to an option stays as it is typed.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        valued = {
            name
            for parameter in self.params
            if parameter.param_type_name == "option" and not getattr(parameter, "is_flag", False)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        marked: list[str] = []
        for index, argument in enumerate(args):
            if argument == "--":
                marked += args[index:]
                break
            belongs = index > 0 and args[index - 1] in valued
            if re.fullmatch(NEGATIVE, argument) and not belongs:
                argument = "−" + argument[1:]
            marked.append(argument)
        return super().parse_args(ctx, marked)


class Noun(typer.Typer):
    """The commands of one noun; each of them takes negative amounts as they are typed."""

    def __init__(self, about: str) -> None:
        super().__init__(
            help=about,
            no_args_is_help=True,
            add_completion=False,
            rich_markup_mode=None,
            context_settings=HELP_NAMES,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Wired], Wired]:
        return super().command(name, **{"cls": AmountCommand, **settings})
