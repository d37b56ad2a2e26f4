"""finally target: the mix that somebody means to hold, from a month on."""

from finally_cli.commands.target.clearing import clear
from finally_cli.commands.target.listing import history, list_
from finally_cli.commands.target.setting import set_
from finally_cli.commands.target.weighing import weigh
from finally_cli.commands.wiring import Noun

app = Noun("The mix you mean to hold, from a month on.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(clear)
app.command()(history)
app.command()(weigh)
