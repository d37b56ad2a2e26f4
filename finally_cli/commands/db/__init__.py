"""finally db: the database: start, stop, look, measure, migrate."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "The database: start, stop, look, back up, restore, migrate.",
    __name__,
    {
        "status": "status",
        "start": "start",
        "stop": "start",
        "url": "url",
        "shell": "shell",
        "migrate": "migrate",
        "backup": "backup",
        "backups": "backup",
        "restore": "restore",
        "move": "move",
        "schema": "schema",
        "sizes": "sizes",
        "indexes": "indexes",
        "doctor": "doctor",
    },
)
