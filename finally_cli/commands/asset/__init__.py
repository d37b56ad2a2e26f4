"""finally asset: what a person owns and what they owe."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What you own and what you owe.",
    __name__,
    {
        "add": "add",
        "list": "list",
        "edit": "edit",
        "close": "close",
        "reopen": "close",
        "delete": "delete",
    },
)
