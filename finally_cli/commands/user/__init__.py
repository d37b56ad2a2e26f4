"""finally user: whose books are kept in this database, who logs in to them, who may read them."""

from finally_cli.commands.user.adding import add
from finally_cli.commands.user.changing import edit
from finally_cli.commands.user.granting import grant, revoke
from finally_cli.commands.user.listing import list_
from finally_cli.commands.user.sharing import share, unshare
from finally_cli.commands.user.using import use
from finally_cli.commands.wiring import Noun

app = Noun("Whose books are kept here.")
app.command("list")(list_)
app.command()(add)
app.command()(edit)
app.command()(use)
app.command()(grant)
app.command()(revoke)
app.command()(share)
app.command()(unshare)
