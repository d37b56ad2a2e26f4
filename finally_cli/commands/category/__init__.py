"""finally category: how assets, debts, income and expenses are sorted."""

from finally_cli.commands.category_ import add, close, delete, list_, rename, reopen
from finally_cli.commands.command import Noun

app = Noun("How assets, debts, income and expenses are sorted.")
app.command("list")(list_)
app.command()(add)
app.command()(rename)
app.command()(close)
app.command()(reopen)
app.command()(delete)
