"""finally report: the list of reports, one line each; a module is imported when it is asked for.

Reports of the user's own are files in a folder, where nothing is looked at before one of them is
asked for, or all of them are listed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from finally_cli.commands.group import LazyGroup, lazy_noun

if TYPE_CHECKING:
    from finally_cli.model.report_file import ReportFile

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
    "cashproof": "Cash as its entries say it should be, and as it is.",
    "liquidity": "Cash by account, and how long it would last.",
    "goals": "How far each goal is, and when it will be reached.",
    "restated": "Which months are not as they were last known, and why.",
    "projection": "Net worth ahead, if things go on as they have.",
}
# What is done about reports of one's own.
ABOUT_OWN = {
    "new": "Write a report of your own, to start from.",
    "check": "Prove that your own reports are what their headers say.",
}


class Reports(LazyGroup):
    """The reports of the program, and then those of the user, which never take another's place."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *own_reports()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.modules or not is_there(cmd_name):
            return super().get_command(ctx, cmd_name)
        from finally_cli.commands.report.own_report import command_of, load_report
        from finally_cli.model.errors import FinallyError

        try:
            return command_of(load_report(cmd_name))
        except FinallyError:
            return None  # for a list of names, or on TAB: nothing that can be asked

    def refuse_broken(self, name: str) -> None:
        if name in self.modules:
            return
        if is_there(name):
            from finally_cli.commands.report.own_report import load_report

            load_report(name)
        elif name in misnamed_reports():
            from finally_cli.model.errors import BadUsage
            from finally_cli.model.report_file import NAME_HINT
            from finally_cli.model.text import quote

            raise BadUsage(f"{quote(name)} cannot name a report", f"Rename its file. {NAME_HINT}")

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        super().format_commands(ctx, formatter)
        if listed := list(summaries_of_own()):
            with formatter.section("Your reports"):
                formatter.write_dl(listed)


def is_reportable(name: str) -> bool:
    """Whether a file of that name would be asked as a report of that name."""
    from finally_cli.model.report_file import NAME

    return bool(re.fullmatch(NAME, name)) and name not in REPORTS and name not in ABOUT_OWN


def is_there(name: str) -> bool:
    """Whether the folder has something of that name, whatever it is."""
    from finally_cli.model.errors import FinallyError
    from finally_cli.settings.report_folder import report_path

    try:
        return is_reportable(name) and os.path.lexists(report_path(name))
    except FinallyError:
        return False  # nobody knows where the folder is


def own_reports() -> list[str]:
    """The names of the user's own reports; none where the folder cannot be trusted."""
    from finally_cli.model.errors import FinallyError
    from finally_cli.settings.report_folder import find_reports

    try:
        return [name for name in find_reports() if is_reportable(name)]
    except FinallyError:
        return []


def misnamed_reports() -> list[str]:
    """The files in the folder whose names no report can have."""
    from finally_cli.model.errors import FinallyError
    from finally_cli.settings.report_folder import find_reports

    try:
        return [name for name in find_reports() if not is_reportable(name)]
    except FinallyError:
        return []


def summaries_of_own() -> Iterator[tuple[str, str]]:
    """Each of the user's own reports with its sentence, or with why it cannot be asked."""
    from finally_cli.model.errors import Denied, FinallyError
    from finally_cli.model.report_file import parse_report
    from finally_cli.model.text import escape_controls
    from finally_cli.settings.report_folder import find_reports, read_report

    try:
        names = find_reports()
    except Denied as error:
        yield "(none)", f"{error.message}. {error.hint}"
        return
    except FinallyError:
        return  # nobody knows where the folder is
    for name in names:
        shown = escape_controls(name)
        if not is_reportable(name):
            yield shown, "(never asked by this name: finally report check)"
            continue
        try:
            report: ReportFile | None = parse_report(name, read_report(name))
        except FinallyError:
            report = None
        if report is None or report.faults:
            yield shown, f"(not asked as it is: finally report check {name})"
        else:
            yield shown, report.sentence


app = lazy_noun(
    "What you own, why it changed, and whether the plan holds.",
    __name__,
    {name: name for name in (*REPORTS, *ABOUT_OWN)},
    {**REPORTS, **ABOUT_OWN},
    group=Reports,
)
