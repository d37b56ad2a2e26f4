"""The options that every command shares."""

from typing import Annotated

import typer

from finally_cli.model.text import parse_key

Json = Annotated[bool, typer.Option("--json", help="Print JSON: exact, with stable keys.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")]
ProfileName = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="Which books to open.")
]
User = Annotated[
    str | None,
    typer.Option(
        "--user", metavar="EMAIL", help="Whose books; the beginning of the email will do."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print data only, no remarks.")]
NoPager = Annotated[
    bool, typer.Option("--no-pager", help="Print a long list at once, without $PAGER.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
]
IdempotencyKey = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        parser=parse_key,
        metavar="KEY",
        help="Do it once: the same key again repeats the answer.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
