"""finally db: the database: start, stop, look, measure, migrate."""

from finally_cli.commands.command import Noun
from finally_cli.commands.db.backup import backup, backups
from finally_cli.commands.db.doctor import doctor
from finally_cli.commands.db.indexes import indexes
from finally_cli.commands.db.migrate import migrate
from finally_cli.commands.db.move import move
from finally_cli.commands.db.restore import restore
from finally_cli.commands.db.schema import schema
from finally_cli.commands.db.shell import shell
from finally_cli.commands.db.sizes import sizes
from finally_cli.commands.db.start import start, stop
from finally_cli.commands.db.status import status
from finally_cli.commands.db.url import url

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
