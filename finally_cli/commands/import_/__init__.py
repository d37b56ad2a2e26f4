"""finally import: history in one go, from a file."""

from finally_cli.commands.command import Noun
from finally_cli.commands.import_.income import expenses, income
from finally_cli.commands.import_.snapshots import snapshots

app = Noun("Bring history in from a file.")
app.command()(snapshots)
app.command()(income)
app.command()(expenses)


@app.callback()
def import_() -> None:
    """Bring history in from a file."""
