"""What the commands of sources take: names, accounts, assets, and how CSV files are read."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.model.bank.rows import account_key
from finally_cli.model.errors import BadUsage
from finally_cli.model.text import parse_name, quote

LONGEST_SOURCE = 100


def parse_source_name(text: str) -> str:
    """A source's name: up to 100 characters. Raises BadUsage."""
    return parse_name(text, LONGEST_SOURCE)


def parse_account(text: str) -> str:
    """An account's number as it is kept, or nothing to take the present one away."""
    if not text.strip():
        return ""
    key = account_key(text)
    if key is None:
        raise BadUsage(
            f"{quote(text)} is not the number of an account",
            "Write the IBAN, or the number as the bank's files have it.",
        )
    return key


SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="The source's name, or the beginning of its id.",
        autocompletion=completion.sources,
    ),
]
NewSourceName = Annotated[
    str, typer.Argument(parser=parse_source_name, metavar="NAME", help="What you call it.")
]
AccountOption = Annotated[
    str | None,
    typer.Option(
        "--account",
        parser=parse_account,
        metavar="NUMBER",
        help="Its IBAN or number, which files name; empty for none.",
    ),
]
AssetOption = Annotated[
    str | None,
    typer.Option(
        "--asset",
        metavar="ASSET",
        help="The asset whose value its balance is; empty for none.",
        autocompletion=completion.assets,
    ),
]
LikeOption = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="SOURCE",
        help="Another source, whose CSV files are read alike.",
        autocompletion=completion.sources,
    ),
]
LayoutOption = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="TOML",
        help="A file that says how its CSV files are read; empty to look at the next one anew.",
    ),
]
