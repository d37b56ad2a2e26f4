"""finally source: accounts at banks, whose files are imported."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Accounts at banks, whose files are imported.",
    __name__,
    {"add": "add", "list": "list", "show": "show", "edit": "edit", "delete": "delete"},
)
