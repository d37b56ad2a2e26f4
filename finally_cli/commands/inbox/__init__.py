"""finally inbox: bank rows that wait for a person, outside the books."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Bank rows that no rule decides: look at them, and say what they become.",
    __name__,
    {"list": "list", "assign": "assign", "review": "review", "unassign": "unassign"},
    default="list",
)
