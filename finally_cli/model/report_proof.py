"""Whether the header of a user's own report says what the server makes of its statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from finally_cli.model.named_rows import UNNAMED
from finally_cli.model.report_fields import Column, Fault
from finally_cli.model.report_file import ReportFile
from finally_cli.model.text import quote, truncated_list

Told = Sequence[tuple[str, str]]  # names and types, in order


def compare_columns(report: ReportFile, gives: Told) -> list[Fault]:
    """Where the columns of a statement are others than its header says, or of other types."""
    said, given = [row.name for row in report.rows], [name for name, _ in gives]
    if said == given:
        types = [type_ for _, type_ in gives]
        return list(compare_types(report.rows, types))
    return list(compare_names(report, gives)) or [
        Fault(
            report.rows[0].line,
            f"the columns come in another order: {truncated_list(given, 10)}",
            "Write the row lines in that order.",
        )
    ]


def compare_types(rows: Sequence[Column], types: Sequence[str]) -> Iterator[Fault]:
    """A fault for each column whose type is another one."""
    for row, type_ in zip(rows, types, strict=True):
        if type_ not in row.type.sql:
            wanted = row.type.sql[0]
            yield Fault(
                row.line,
                f"the statement gives {quote(row.name)} as {type_}, and its line says {row.said}",
                f"Write: -- row  {row.name}  {type_}, or cast it in the statement: ::{wanted}",
            )


def compare_names(report: ReportFile, gives: Told) -> Iterator[Fault]:
    """A fault for each column that only the header has, or only the statement."""
    said, given = [row.name for row in report.rows], [name for name, _ in gives]
    last = report.rows[-1].line
    for row in report.rows:
        if row.name not in given:
            yield Fault(
                row.line,
                f"the statement gives no column {quote(row.name)}",
                f"It gives: {truncated_list(given, 10)}. Take the line out, or mend it.",
            )
    for name, type_ in gives:
        if name == UNNAMED:
            yield Fault(last, "the statement gives a column without a name", "Write: AS name")
        elif given.count(name) > 1 or name not in said:
            twice = given.count(name) > 1
            yield Fault(
                last,
                f"the statement gives two columns {quote(name)}"
                if twice
                else f"the statement gives {quote(name)}, and no line says so",
                "Name one of them otherwise: AS name"
                if twice
                else f"Write: -- row  {name}  {type_}",
            )


def compare_params(report: ReportFile, takes: Mapping[str, str]) -> list[Fault]:
    """Where a statement takes its parameters as other types than its header says."""
    return [
        Fault(
            param.line,
            f"the statement takes {quote(param.name)} as {takes[param.name]}, and its line says"
            f" {param.word}",
            f"Cast it where it is used: %({param.name})s::{param.type.sql}",
        )
        for param in report.params
        if takes.get(param.name, param.type.sql) != param.type.sql
    ]
