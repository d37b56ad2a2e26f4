"""Negative amounts on the command line: `finally snapshot add Checking -250`, typed just so."""

import re
from typing import Any

from typer.core import TyperCommand

NEGATIVE = re.compile(r"-[.,]?\d[\d.,]*", re.ASCII)


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
            if NEGATIVE.fullmatch(argument) and not belongs:
                argument = "−" + argument[1:]
            marked.append(argument)
        return super().parse_args(ctx, marked)
