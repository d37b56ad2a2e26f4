"""finally recurring: incomes and expenses that come back every month, quarter or year."""

from finally_cli.commands.command import Noun
from finally_cli.commands.recurring.add import add
from finally_cli.commands.recurring.delete import delete
from finally_cli.commands.recurring.edit import edit
from finally_cli.commands.recurring.list import list_
from finally_cli.commands.recurring.post import post
from finally_cli.commands.recurring.stop import stop

app = Noun("Incomes and expenses that come back every month, quarter or year.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(stop)
app.command()(delete)
app.command()(post)
