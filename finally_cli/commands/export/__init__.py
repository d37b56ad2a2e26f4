"""finally export: the books in a format that other programs read."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Bring the books out, for other programs.",
    __name__,
    {
        "json": "json",
        "csv": "csv",
        "xlsx": "xlsx",
        "hledger": "hledger",
        "ledger": "ledger",
        "beancount": "beancount",
    },
)
