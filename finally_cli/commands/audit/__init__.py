"""finally audit: what was done to the books, by whom, and whether it is all still there."""

from finally_cli.commands.audit.listing import list_
from finally_cli.commands.audit.showing import show
from finally_cli.commands.audit.verifying import anchor, verify
from finally_cli.commands.wiring import Noun

app = Noun("What was done to the books, and whether all of it is still there.")
app.command("list")(list_)
app.command()(show)
app.command()(verify)
app.command()(anchor)
