"""finally user: whose books are kept in this database, who logs in to them, who may read them."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "Whose books are kept here.",
    __name__,
    {
        "list": "list",
        "add": "add",
        "edit": "edit",
        "use": "use",
        "grant": "grant",
        "revoke": "grant",
        "share": "share",
        "unshare": "share",
    },
)
