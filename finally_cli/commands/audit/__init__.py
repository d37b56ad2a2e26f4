"""finally audit: what was done to the books, by whom, and whether it is all still there."""

from finally_cli.commands.audit_ import anchor, list_, show, verify
from finally_cli.commands.command import Noun

app = Noun("What was done to the books, and whether all of it is still there.")
app.command("list")(list_)
app.command()(show)
app.command()(verify)
app.command()(anchor)
