"""Nouns and their commands, as Typer makes them: what may be typed, and what is said of the rest.

A command takes negative amounts as they are typed: `finally snapshot add Checking -250`.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

Wired = TypeVar("Wired", bound=Callable[..., Any])
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
NEGATIVE = r"-[.,]?[0-9]"  # how one begins; whether it is an amount is said later
UsageError: Any = typer.BadParameter.__base__  # Click's own, which Typer does not name


class Verb(TyperCommand):
    """A command whose arguments may be negative numbers, which no option ever looks like.

    They reach the command as they were typed; what belongs to an option is not touched.
    """

    def make_parser(self, ctx: Any) -> Any:
        parser: Any = super().make_parser(ctx)
        process_option = parser._process_opts

        def process(argument: str, state: Any) -> None:
            if re.match(NEGATIVE, argument):
                state.largs.append(argument)
            else:
                process_option(argument, state)

        parser._process_opts = process
        return parser

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx  # the parser forgets it where an option lacks its value
            raise


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
        return super().command(name, **{"cls": Verb, **settings})
