"""How far each goal is, on a track that is what it is to reach."""

from __future__ import annotations

from finally_cli.commands.page.drawings.months_said import month_of
from finally_cli.commands.page.drawings.most import MOST
from finally_cli.commands.report.goals import GoalProgress
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Look
from finally_cli.model.month import format_month
from finally_cli.model.result import Result

LOOKS: dict[str, Look] = {"reached": "good", "late": "bad"}


def draw(result: Result) -> Drawing | None:
    """A bar for each of the first goals; None where no share is known."""
    rows = [row for row in result.rows if isinstance(row, GoalProgress)][: 2 * MOST]
    if all(row.share is None for row in rows):
        return None
    words: list[str | Figure] = [f"Goals in {month_of(result)}:"]
    for place, row in enumerate(rows):
        words += [";" if place else "", f" {row.goal}, ", *said_of(row)]
    bars = [bar_of(row) for row in rows]
    return Drawing(Bars(bars, of_one=True), [*words, "."], result)


def bar_of(row: GoalProgress) -> Bar:
    """The bar of a goal, and its outlook."""
    share = Figure(row, "share") if row.share is not None else None
    return Bar(row.goal, share, said_of(row), look=LOOKS.get(row.outlook, "plain"))


def said_of(row: GoalProgress) -> list[str | Figure]:
    """What is reached of what, and when the rest will be."""
    words: list[str | Figure] = []
    if row.reached is not None:
        words.append(Figure(row, "reached"))
    if row.target is not None:
        words += [" of " if words else "of ", Figure(row, "target")]
    outlook = row.outlook
    if row.there is not None and row.outlook != "reached":
        outlook = f"{outlook}, {format_month(row.there)}"
    return [*words, f"{' · ' if words else ''}{outlook}"]
