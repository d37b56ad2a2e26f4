"""finally snapshot: what each asset and debt is worth, month by month."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What each asset and debt is worth, month by month.",
    __name__,
    {
        "add": "add",
        "list": "list",
        "edit": "edit",
        "delete": "delete",
        "carry": "carry",
        "fill": "fill",
    },
)
