"""finally db: the database: start, stop, look, measure, migrate."""

from finally_cli.commands.db.backing import backup, backups
from finally_cli.commands.db.describing import schema
from finally_cli.commands.db.doctoring import doctor
from finally_cli.commands.db.measuring import indexes, sizes
from finally_cli.commands.db.moving import move
from finally_cli.commands.db.restoring import restore
from finally_cli.commands.db.serving import migrate, shell, start, status, stop, url
from finally_cli.commands.wiring import Noun

app = Noun("The database: start, stop, look, back up, restore, migrate.")
app.command()(status)
app.command()(start)
app.command()(stop)
app.command()(url)
app.command()(shell)
app.command()(migrate)
app.command()(backup)
app.command()(backups)
app.command()(restore)
app.command()(move)
app.command()(schema)
app.command()(sizes)
app.command()(indexes)
app.command()(doctor)
