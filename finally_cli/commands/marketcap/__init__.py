"""finally marketcap: what whole companies and coins are worth, month by month."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What whole companies and coins are worth, month by month.",
    __name__,
    {"set": "set", "list": "list", "delete": "delete", "import": "import_"},
)
