"""finally rule: what bank rows with these words become."""

from finally_cli.commands.group import lazy_noun

app = lazy_noun(
    "What bank rows with these words become; the first rule that fits decides.",
    __name__,
    {
        "add": "add",
        "list": "list",
        "edit": "edit",
        "move": "move",
        "delete": "delete",
        "test": "test",
        "apply": "apply",
        "suggest": "suggest",
        "export": "export",
        "import": "import_",
    },
)
