"""Files as banks write them, of a few rows that a test says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an account: minus is out."""

    day: str
    amount: str
    text: str
    id: str | None = None


def ofx(
    lines: Iterable[Line | tuple[str, ...]],
    *,
    account: str = "111222333",
    currency: str = "EUR",
    closing: tuple[str, str] | None = None,
    days: tuple[str, str] | None = None,
    pending: Sequence[Line | tuple[str, ...]] = (),
) -> str:
    """An OFX 1 file of one account; `closing` is a balance and its day, `days` what it covers."""

    def rows(some: Iterable[Line | tuple[str, ...]]) -> str:
        return "".join(
            f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{compact(line.day)}<TRNAMT>{line.amount}"
            + (f"<FITID>{line.id}" if line.id else "")
            + f"<NAME>{escape(line.text)}</STMTTRN>\n"
            for line in (one if isinstance(one, Line) else Line(*one) for one in some)
        )

    covered = "".join(
        f"<{tag}>{compact(day)}" for tag, day in zip(("DTSTART", "DTEND"), days or (), strict=False)
    )
    balance = ""
    if closing:
        amount, day = closing
        balance = f"<LEDGERBAL><BALAMT>{amount}<DTASOF>{compact(day)}</LEDGERBAL>\n"
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\n"
        "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>"
        f"<STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>1<ACCTID>{account}<ACCTTYPE>CHECKING"
        f"</BANKACCTFROM>\n<BANKTRANLIST>{covered}\n{rows(lines)}</BANKTRANLIST>\n{balance}"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def compact(day: str) -> str:
    """A day as OFX has it."""
    return day.replace("-", "")


def escape(text: str) -> str:
    """A text without what SGML reads as its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mt940(
    lines: Iterable[tuple[str, str, str]],
    *,
    account: str = "DE02120300000000202051",
    currency: str = "EUR",
    opening: tuple[str, str],
    closing: tuple[str, str],
) -> str:
    """An MT940 statement of one account, with a balance and its day before and after its rows."""

    def balance(tag: str, said: tuple[str, str]) -> str:
        amount, day = said
        return f":{tag}:{sign(amount)}{compact(day)[2:]}{currency}{decimal(amount)}\n"

    rows = "".join(
        f":61:{compact(day)[2:]}{compact(day)[4:]}{sign(amount)}{decimal(amount)}NTRFNONREF\n"
        f":86:{text}\n"
        for day, amount, text in lines
    )
    first, last = balance("60F", opening), balance("62F", closing)
    return f":20:X\n:25:{account}\n:28C:1\n{first}{rows}{last}-\n"


def sign(amount: str) -> str:
    return "D" if amount.startswith("-") else "C"


def decimal(amount: str) -> str:
    return amount.lstrip("-").replace(".", ",") if "." in amount else f"{amount.lstrip('-')},"


def write(folder: Path, content: str, name: str = "giro.ofx") -> str:
    """The name of a file that holds it."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return str(file)
