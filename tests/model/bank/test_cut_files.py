"""A file that is cut at any byte, or damaged anywhere: never a failure of ours.

And never taken as whole where its format can know: OFX and CAMT always can; MT940 unless the cut is
at the end of a statement, QIF unless it is at the end of a record.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.model.bank.detect import HEAD, detect
from finally_cli.model.bank.rows import Said
from finally_cli.model.errors import BadFile
from tests.model.bank.readings import IMPORTS, read
from tests.support.thoroughness import TIMES

CUT = [
    "ofx/bank-medium-v1-oneline.ofx", "ofx/suncorp-v2-cdata.ofx", "camt/v2-five-decimals.xml",
    "mt940/postfinance.sta", "qif/split-date-space.qif", "qif/actual-categories.qif",
]  # fmt: skip
TAGGED = [
    path
    for path in sorted(IMPORTS.glob("*/*"))
    if path.parent.name in ("ofx", "qif", "camt", "mt940")
]


def attempt(content: bytes) -> list[Said] | None:
    """What is said of it; None where it is refused, or no longer looks like its format."""
    try:
        return None if detect(content[:HEAD]) == "csv" else read(content)
    except BadFile as refused:
        assert refused.message and refused.hint and refused.code
        return None


def cuts(content: bytes) -> Iterator[bytes]:
    # What only lacks blank space at its end is whole.
    return (content[:end] for end in range(len(content.rstrip())))


@pytest.mark.parametrize("name", CUT)
def test_a_cut_file_is_never_taken_as_whole(name: str) -> None:
    content = (IMPORTS / name).read_bytes()
    whole = read(content)
    for cut in cuts(content):
        said = attempt(cut)
        if said is None or said == whole:
            continue  # refused; or nothing is missing but a dash behind the last balance
        last = cut.rstrip().splitlines()[-1]
        at_an_end = {"qif": last in (b"^", b"!Type:Bank"), "mt940": last[:5] in (b":62M:", b"-")}
        assert at_an_end.get(name.split("/")[0]), cut[-40:]


@pytest.mark.parametrize("path", TAGGED, ids=lambda path: path.name)
def test_a_damaged_file_is_refused_or_read_and_nothing_else(path: Path) -> None:
    chance = random.Random(path.name)
    content = path.read_bytes()
    for _ in range(15 * TIMES):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(damaged))
            match chance.randrange(3):
                case 0:
                    damaged[place] = chance.randrange(256)
                case 1:
                    del damaged[place : place + chance.randint(1, 20)]
                case _:
                    damaged[place:place] = chance.choices(b"<>&;/!^:,.0123456789ACD\n\r\0\xff", k=3)
        attempt(bytes(damaged))
