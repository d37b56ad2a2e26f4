"""finally recurring: incomes and expenses that come back every some weeks, months or years."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Incomes and expenses that come back every some weeks, months or years.",
    __name__,
    {
        "add": "add",
        "list": "list",
        "edit": "edit",
        "stop": "stop",
        "delete": "delete",
        "post": "post",
    },
)
