"""finally marketcap: what whole companies and coins are worth, month by month."""

from finally_cli.commands.command import Noun
from finally_cli.commands.marketcap_ import delete, import_, list_, set_

app = Noun("What whole companies and coins are worth, month by month.")
app.command("set")(set_)
app.command("list")(list_)
app.command()(delete)
app.command("import")(import_)
