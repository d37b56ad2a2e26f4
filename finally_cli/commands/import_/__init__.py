"""finally import: history in one go, from a file."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Bring history in from a file.",
    __name__,
    {
        "bank": "bank",
        "snapshots": "snapshots",
        "income": "income",
        "expenses": "income",
        "budgets": "budgets",
        "json": "json",
        "ghostfolio": "ghostfolio",
        "hledger": "hledger",
        "list": "list",
        "show": "show",
        "undo": "undo",
    },
)
