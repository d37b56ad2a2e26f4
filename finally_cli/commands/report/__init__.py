"""finally report: the list of reports, one line each; a module is imported when it is asked for."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Every report and what it answers, in the order of --help. The module is named like the report.
REPORTS = {
    "networth": "What you own less what you owe, and how it changed.",
    "allocation": "The mix you hold, beside the one you mean to hold.",
    "rebalance": "What to buy and sell to meet the targets.",
    "explain": "Why net worth changed: saved, paid off, market, currency.",
    "returns": "What the money you put in has earned.",
    "budget": "What each category may cost, has cost, and what is left.",
    "cashflow": "What came in and went out, and how much was saved.",
    "spending": "What each category has cost, month by month.",
    "liquidity": "Cash by account, and how long it would last.",
    "projection": "Net worth ahead, if things go on as they have.",
}


class Reports(TyperGroup):
    """A group that imports only the report that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(REPORTS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in REPORTS:
            return None
        from finally_cli.commands.group import Noun

        module = import_module(f"finally_cli.commands.report.{cmd_name.replace('-', '_')}")
        single = Noun(REPORTS[cmd_name])
        single.command(cmd_name)(getattr(module, cmd_name.replace("-", "_")))
        return typer.main.get_command(single)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(REPORTS.items()))


app = typer.Typer(
    cls=Reports,
    help="What you own, why it changed, and whether the plan holds.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def report() -> None:
    """What you own, why it changed, and whether the plan holds."""
