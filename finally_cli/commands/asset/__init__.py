"""finally asset: what a person owns and what they owe."""

from finally_cli.commands.asset.adding import add, edit
from finally_cli.commands.asset.closing import close, reopen
from finally_cli.commands.asset.deleting import delete
from finally_cli.commands.asset.listing import list_
from finally_cli.commands.wiring import Noun

app = Noun("What you own and what you owe.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(close)
app.command()(reopen)
app.command()(delete)
