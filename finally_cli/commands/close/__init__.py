"""finally close: months that are done with, and a seal of what they were."""

from finally_cli.commands.group import ArgumentGroup, lazy_noun

app = lazy_noun(
    "Close a month that is done with: nothing in it changes any more.",
    __name__,
    {"month": "month", "list": "list", "verify": "verify", "reopen": "reopen"},
    default="month",
    group=ArgumentGroup,
)
