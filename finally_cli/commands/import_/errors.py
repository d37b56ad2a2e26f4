"""What stands against a file: every bad line with its number and its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from finally_cli.commands.command import Terminal
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.line_file import BadLine, FaultyFile
from finally_cli.model.importing.values import Columns
from finally_cli.model.kinds import Month
from finally_cli.model.month import format_month
from finally_cli.model.text import plural, quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why the books do not take a value. What `said` and `kept` are depends on the fault."""

    line: int
    month: Month | None
    fault: str
    asset: str
    said: str | None
    kept: str | None
    first_line: int | None


BAD_LINES = Statement("import/bad_lines", Fault)
LIST_FAULTS = Statement("import/list_faults", Fault)


def refuse_bad_lines(
    db: Database,
    terminal: Terminal,
    file: FaultyFile,
    columns: Columns,
    *,
    create_assets: bool,
    each: str = "line",
) -> None:
    """List every bad line, those that cannot be read and those that the books do not take.

    Raises BadFile if there is one.
    """
    faults = db.all(BAD_LINES)
    if columns.is_list:
        faults += db.all(LIST_FAULTS)
    hint = ""
    if not create_assets and any(fault.fault == "asset_unknown" for fault in faults):
        hint = " To add the assets that do not exist: --create-assets"
    bad = file.bad + [describe_fault(fault, columns, create_assets) for fault in faults]
    refuse_faults(terminal, file, bad, hint, each)


def refuse_faults(
    terminal: Terminal, file: FaultyFile, bad: list[BadLine], hint: str = "", each: str = "line"
) -> None:
    """List every bad line, in the order of the file. Raises BadFile if there is one.

    `each` is what the numbers of a file that has no lines count.
    """
    if not bad:
        return
    bad.sort(key=lambda one: one.line)
    for one in bad:
        column = f", column {one.column}" if one.column else ""
        terminal.say(f"{each} {one.line}{column}: {one.reason}")
    count = len({one.line for one in bad})
    raise BadFile(
        f"{count:,} of {plural(file.lines, each)} cannot be imported; nothing was written",
        f"Mend them in the file, and import it again.{hint}",
        code="BAD_LINES",
        details={"lines": [asdict(one) for one in bad]},
    )


def describe_fault(fault: Fault, columns: Columns, create_assets: bool) -> BadLine:
    """A fault in words, at its place in the file."""
    month = format_month(fault.month) if fault.month else ""
    column = columns.heading_of(fault.month.isoformat()) if fault.month else None
    return BadLine(fault.line, fault_reason(fault, month, create_assets), column)


def fault_reason(fault: Fault, month: str, create_assets: bool) -> str:
    """What is wrong, in one sentence."""
    asset, said, kept = quote(fault.asset), fault.said or "", fault.kept
    match fault.fault:
        case "asset_unknown":
            needs = ", nor a line that names its category" if create_assets else ""
            return f"there is no asset named {asset}{needs}"
        case "category_unknown":
            return f"there is no category {quote(said)} of assets or debts"
        case "category_differs":
            return f"{asset} is in {kept}, not in {quote(said)}"
        case "currency_differs":
            return f"{asset} is in {kept}, not in {said}"
        case "closed":
            return f"{asset} has been closed since {kept}"
        case "repeated":
            return f"{asset} has a value for {month} in line {fault.first_line} already"
        case "no_rate":
            return (
                f"there is no rate from {said} to {kept} in {month}; record it with:"
                f" finally fx set {said}/{kept} RATE --month {month}"
            )
        case "own_currency":
            return f"{asset} is there in {said}, the currency of these books: the list is of others"
        case "rate_unknown":
            return f"the rate {said} has more than 42 decimals"
        case "amount_differs":
            return f"{asset} is at {said}, and its quantity times its price is {kept}"
        case "value_differs":
            return f"the value is {said}, and its amount at its rate is {kept}"
        case _:
            return f"the value, or what was put in, is too large once it is turned into {kept}"
