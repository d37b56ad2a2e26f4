"""finally target: the mix that somebody means to hold, from a month on."""

from finally_cli.commands.command import Noun
from finally_cli.commands.targets.clear import clear
from finally_cli.commands.targets.history import history
from finally_cli.commands.targets.list import list_
from finally_cli.commands.targets.set import set_
from finally_cli.commands.targets.weigh import weigh

app = Noun("The mix you mean to hold, from a month on.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(clear)
app.command()(history)
app.command()(weigh)
