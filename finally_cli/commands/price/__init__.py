"""finally price: what one of a share, a fund or a coin costs, day by day."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What one of a share, a fund or a coin costs, day by day.",
    __name__,
    {
        "set": "set",
        "list": "list",
        "delete": "delete",
        "split": "split",
        "import": "import_",
        "fetch": "fetch",
    },
)
