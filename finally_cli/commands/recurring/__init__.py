"""finally recurring: incomes and expenses that come back every month, quarter or year."""

from finally_cli.commands.recurring.adding import add
from finally_cli.commands.recurring.changing import delete, edit, stop
from finally_cli.commands.recurring.listing import list_
from finally_cli.commands.recurring.posting import post
from finally_cli.commands.wiring import Noun

app = Noun("Incomes and expenses that come back every month, quarter or year.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(stop)
app.command()(delete)
app.command()(post)
