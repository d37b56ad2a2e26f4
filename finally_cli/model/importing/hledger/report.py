"""Which of hledger's reports a file is, by its header."""

from __future__ import annotations

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import NumberedRecords
from finally_cli.model.importing.line_file import LineFile
from finally_cli.model.text import quote

KEY = "account"  # the column that both have
PRINT = ("txnidx", "date", "description", "account", "amount", "commodity", "posting-comment")
TOTALS = ("total", "average")  # columns of a balance report that are no months
# What the first line of others begins with, and the command that writes it.
COMPOUND = {
    "balance sheet": "balancesheet",
    "income statement": "incomestatement",
    "cashflow statement": "cashflow",
}
TIDY = ("account", "period", "start_date", "end_date", "commodity", "value")
ITEMS = "hledger print -O csv"
VALUES = "hledger balance -M --historical -O csv"
TAKES = f"This takes what these write: {ITEMS}; and {VALUES}"


class Report(LineFile):
    """A file whose header has been read, and not yet its lines."""

    def __init__(self, records: NumberedRecords) -> None:
        super().__init__(records)
        self.words = [cell.strip().casefold() for cell in self.header]

    @property
    def is_print(self) -> bool:
        """Whether it is of postings, and not of balances. Raises BadFile where it is neither."""
        words = set(self.words)
        if len(words) < len(self.words):
            twice = next(word for word in self.words if self.words.count(word) > 1)
            raise self.refusal(f"the column {quote(twice)} is there twice")
        if words.issuperset(PRINT):
            return True
        if words & {"txnidx", "otheraccounts"}:
            name = "aregister" if "otheraccounts" in words else "register"
            if not words & {"total", "balance"}:
                lacking = next(column for column in PRINT if column not in words)
                raise self.refusal(f"there is no column {quote(lacking)}")
            raise self.refusal(f"this is what hledger {name} writes")
        first = self.words[0] if self.words else ""
        if compound := next((word for word in COMPOUND if word in first), None):
            raise self.refusal(f"this is what hledger {COMPOUND[compound]} writes")
        if first != KEY:
            raise self.refusal(f"the first line does not begin as one of hledger's, with {KEY}")
        if words & {"balance", "budget"}:
            what = "--budget" if "budget" in words else "balance without months"
            raise self.refusal(f"this is what hledger {what} writes")
        return False

    def refusal(self, message: str) -> BadFile:
        """A refusal of the header."""
        return BadFile(message, TAKES, code="BAD_HEADER")
