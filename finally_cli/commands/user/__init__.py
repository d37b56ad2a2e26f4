"""finally user: whose books are kept in this database, who logs in to them, who may read them."""

from finally_cli.commands.command import Noun
from finally_cli.commands.user.add import add
from finally_cli.commands.user.edit import edit
from finally_cli.commands.user.grant import grant, revoke
from finally_cli.commands.user.list import list_
from finally_cli.commands.user.share import share, unshare
from finally_cli.commands.user.use import use

app = Noun("Whose books are kept here.")
app.command("list")(list_)
app.command()(add)
app.command()(edit)
app.command()(use)
app.command()(grant)
app.command()(revoke)
app.command()(share)
app.command()(unshare)
