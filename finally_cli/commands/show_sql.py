"""--show-sql and --explain: the statements behind a report, or their plans, in its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls
from finally_cli.store.database import Database
from finally_cli.store.execution import Execution, explain, write_out


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """A statement that answered, by the name of its file, with its values in it."""

    name: str
    sentence: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the server answers a statement: in its own words, or, for JSON, as the list it gives."""

    name: str
    sentence: str
    plan: object


def behind(
    *, show_sql: bool, explains: bool, in_json: bool
) -> Callable[[Database, Result], Result]:
    """What puts the statements that answered a report in its place, or their plans.

    It is called in the transaction of the report, once that has been answered, so that a report
    that refuses has refused. Raises BadUsage where both are asked for.
    """
    if show_sql and explains:
        raise BadUsage("--show-sql and --explain cannot both be given", "Choose one of them.")

    def replace(db: Database, report: Result) -> Result:
        deque(report.every_row, maxlen=0)  # of a stream, which is asked for while it is read
        texts: list[str] = []
        rows: list[ShownStatement | Plan] = []
        for one in distinct(db.executions or []):
            about = {"name": one.name, "sentence": one.sentence}
            if show_sql:
                texts.append(write_out(db.connection, one))
                rows.append(ShownStatement(**about, statement=texts[-1]))
            else:
                if db.past is not None:  # --show-sql has it as it stands
                    one = one._replace(text=db.past.turn(one.text))
                plan = explain(db.connection, one, in_json=in_json)
                texts.append(escape_controls(str(plan), but="\n"))
                rows.append(Plan(**about, plan=plan))
        commented = [
            f"-- {row.name}\n-- {row.sentence}\n{text}"
            for row, text in zip(rows, texts, strict=True)
        ]
        return Result(
            ShownStatement if show_sql else Plan,
            rows,
            exit_code=report.exit_code,
            schema="statements" if show_sql else "plans",
            printed={"table": "\n\n".join(commented)},
        )

    return replace


def distinct(executions: Iterable[Execution]) -> Iterator[Execution]:
    """Each in the order of its first time: what was asked twice was answered alike."""
    seen: list[Execution] = []
    for one in executions:
        if one not in seen:
            seen.append(one)
            yield one
