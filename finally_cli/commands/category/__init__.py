"""finally category: how assets, debts, income and expenses are sorted."""

from finally_cli.commands.category.adding import add
from finally_cli.commands.category.changing import delete, rename
from finally_cli.commands.category.closing import close, reopen
from finally_cli.commands.category.listing import list_
from finally_cli.commands.wiring import Noun

app = Noun("How assets, debts, income and expenses are sorted.")
app.command("list")(list_)
app.command()(add)
app.command()(rename)
app.command()(close)
app.command()(reopen)
app.command()(delete)
