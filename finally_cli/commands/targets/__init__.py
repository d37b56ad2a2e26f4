"""finally target: the mix that somebody means to hold, from a month on."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "The mix you mean to hold, from a month on.",
    __name__,
    {
        "set": "set",
        "list": "list",
        "clear": "clear",
        "history": "history",
        "weigh": "weigh",
    },
)
