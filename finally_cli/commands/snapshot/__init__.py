"""finally snapshot: what each asset and debt is worth, month by month."""

from finally_cli.commands.command import Noun
from finally_cli.commands.snapshot.add import add
from finally_cli.commands.snapshot.carry import carry
from finally_cli.commands.snapshot.delete import delete
from finally_cli.commands.snapshot.edit import edit
from finally_cli.commands.snapshot.list import list_

app = Noun("What each asset and debt is worth, month by month.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(delete)
app.command()(carry)
