"""finally asset: what a person owns and what they owe."""

from finally_cli.commands.asset.add import add
from finally_cli.commands.asset.close import close, reopen
from finally_cli.commands.asset.delete import delete
from finally_cli.commands.asset.edit import edit
from finally_cli.commands.asset.list import list_
from finally_cli.commands.command import Noun

app = Noun("What you own and what you owe.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(close)
app.command()(reopen)
app.command()(delete)
