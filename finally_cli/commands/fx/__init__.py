"""finally fx: exchange rates, month by month."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Exchange rates, month by month.",
    __name__,
    {"set": "set", "list": "list", "fetch": "fetch", "import": "import_"},
)
