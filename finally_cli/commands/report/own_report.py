"""finally report NAME, where NAME is a file of the user's own: its options, and its answer."""

from __future__ import annotations

import inspect
from typing import Annotated, Any, Optional

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import reads
from finally_cli.commands.group import Noun
from finally_cli.commands.report.own_answer import answer, bad_report
from finally_cli.model.report_fields import Param
from finally_cli.model.report_file import ReportFile, parse_report
from finally_cli.model.result import Result
from finally_cli.settings.report_folder import read_report
from finally_cli.store.database import Database

COMPLETED: dict[str, Any] = {
    "month": completion.months,
    "asset": completion.assets,
    "expense category": completion.expense_categories,
    "income category": completion.income_categories,
}


def load_report(name: str) -> ReportFile:
    """A report of the user's own. Raises BadFile with the line of what is wrong with its header,
    and what `read_report` does."""
    report = parse_report(name, read_report(name))
    if report.faults:
        raise bad_report(report, report.faults)
    return report


def command_of(report: ReportFile) -> Any:
    """The command that asks a report, with an option for each of its parameters."""

    def body(db: Database, **given: object) -> Result:
        named = {param.name: given[option_name(param)] for param in report.params}
        return answer(db, report, named)

    body.__name__ = report.name.replace("-", "_")
    body.__doc__ = f"{report.sentence}\n\n{report.more}".rstrip()
    body.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [option_of(param) for param in report.params]
    )
    single = Noun("")
    single.command(report.name)(reads(paged=True)(body))
    command = typer.main.get_command(single)
    command.name = report.name
    return command


def option_name(param: Param) -> str:
    """What an option is called within the program, like no word of Python's or of ours."""
    return f"{param.name}_"


def option_of(param: Param) -> inspect.Parameter:
    """The option of a parameter."""
    kind = inspect.Parameter.KEYWORD_ONLY
    about = as_sentence(param.remark) or param.type.about
    default: object = param.default
    if param.default is None and not param.nullable:
        default = {"month": "newest", "boolean": False}.get(param.word, inspect.Parameter.empty)
    if param.word == "boolean":
        default = param.type.parse(param.default) if param.default else default
        flags = param.flag if default is False else f"{param.flag}/--no-{param.flag[2:]}"
        return inspect.Parameter(
            option_name(param), kind, default=default,
            annotation=Annotated[Optional[bool], typer.Option(flags, help=about)],  # noqa: UP045
        )  # fmt: skip
    option = typer.Option(
        param.flag,
        parser=param.type.parse,
        metavar=param.type.metavar,
        help=about,
        autocompletion=COMPLETED.get(param.word),
    )
    return inspect.Parameter(
        option_name(param),
        kind,
        default=default,
        annotation=Annotated[Optional[str], option],  # noqa: UP045
    )


def as_sentence(remark: str) -> str:
    """A remark as the help of an option.

    >>> as_sentence("how many months to show")
    'How many months to show.'
    """
    if not remark:
        return ""
    return f"{remark[0].upper()}{remark[1:]}{'' if remark[-1] in '.!?' else '.'}"
