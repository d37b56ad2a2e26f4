"""finally budget: what each category may cost, month by month and by the year."""

from finally_cli.commands.budget.copying import copy
from finally_cli.commands.budget.deleting import delete
from finally_cli.commands.budget.explaining import explain
from finally_cli.commands.budget.listing import list_
from finally_cli.commands.budget.policy import policy
from finally_cli.commands.budget.rolling import roll
from finally_cli.commands.budget.setting import set_
from finally_cli.commands.wiring import Noun

app = Noun("What each category may cost, month by month and by the year.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(roll)
app.command()(explain)
app.command()(policy)
app.command()(copy)
app.command()(delete)
