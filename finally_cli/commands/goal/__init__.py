"""finally goal: what somebody saves for, or pays off."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What you save for, or pay off.",
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
