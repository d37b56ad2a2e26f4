"""finally budget: what each category may cost, month by month and by the year."""

from finally_cli.commands.budget.copy import copy
from finally_cli.commands.budget.delete import delete
from finally_cli.commands.budget.explain import explain
from finally_cli.commands.budget.list import list_
from finally_cli.commands.budget.policy import policy
from finally_cli.commands.budget.roll import roll
from finally_cli.commands.budget.set import set_
from finally_cli.commands.command import Noun

app = Noun("What each category may cost, month by month and by the year.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(roll)
app.command()(explain)
app.command()(policy)
app.command()(copy)
app.command()(delete)
