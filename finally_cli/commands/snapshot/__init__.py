"""finally snapshot: what each asset and debt is worth, month by month."""

from finally_cli.commands.snapshot.adding import add
from finally_cli.commands.snapshot.carrying import carry
from finally_cli.commands.snapshot.changing import delete, edit
from finally_cli.commands.snapshot.listing import list_
from finally_cli.commands.wiring import Noun

app = Noun("What each asset and debt is worth, month by month.")
app.command()(add)
app.command("list")(list_)
app.command()(edit)
app.command()(delete)
app.command()(carry)
