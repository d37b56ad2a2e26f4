"""finally budget: what each category may cost, month by month and by the year."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What each category may cost, month by month and by the year.",
    __name__,
    {
        "set": "set",
        "list": "list",
        "roll": "roll",
        "explain": "explain",
        "policy": "policy",
        "copy": "copy",
        "move": "move",
        "moves": "moves",
        "unmove": "unmove",
        "delete": "delete",
    },
)
