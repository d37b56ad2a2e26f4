"""finally marketcap: what whole companies and coins are worth, month by month."""

from finally_cli.commands.marketcap.deleting import delete
from finally_cli.commands.marketcap.importing import import_
from finally_cli.commands.marketcap.listing import list_
from finally_cli.commands.marketcap.setting import set_
from finally_cli.commands.wiring import Noun

app = Noun("What whole companies and coins are worth, month by month.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(delete)
app.command("import")(import_)
