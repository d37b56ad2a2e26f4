"""Debts that are paid down by equal payments."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache

from finally_cli.model.household.months import place


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan in cents, paid out in a month and paid back from the next one on."""

    asset: str
    category: str
    month: int
    principal: int
    yearly: Decimal  # the rate of interest: 0.0575 is 5.75 %
    payments: int


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment in cents, and what is still owed after it."""

    interest: int
    repaid: int
    owed: int


MORTGAGE = Loan("Mortgage", "MORTGAGE", place("2003-06"), 198_400_00, Decimal("0.0575"), 360)
CAR_LOAN = Loan("Car loan", "LOAN", place("2001-03"), 14_400_00, Decimal("0.069"), 48)


def rate_of(loan: Loan) -> int:
    """The equal payment in cents, by the annuity formula: P r / (1 - (1 + r)^-n), r for a month.

    Source: any textbook, such as Brealey, Myers, Allen, Principles of Corporate Finance, ch. 2.
    """
    with localcontext(prec=40):
        monthly = loan.yearly / 12
        exact = loan.principal * monthly / (1 - (1 + monthly) ** -loan.payments)
        return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


@cache
def schedule(loan: Loan) -> list[Payment]:
    """Every payment: interest on what is owed, rounded to the cent, and the rest pays back.

    The last one settles what rounding has left.
    """
    owed, equal, payments = loan.principal, rate_of(loan), []
    with localcontext(prec=40):
        for number in range(1, loan.payments + 1):
            due = owed * loan.yearly / 12
            interest = int(due.quantize(Decimal(1), ROUND_HALF_EVEN))
            repaid = owed if number == loan.payments else min(owed, equal - interest)
            owed -= repaid
            payments.append(Payment(interest, repaid, owed))
    return payments


def owed_in(loan: Loan, month: int) -> int:
    """What is owed at the end of a month, in cents."""
    if month < loan.month:
        return 0
    if month == loan.month:
        return loan.principal
    paid = payment_in(loan, month)
    return paid.owed if paid else 0


def payment_in(loan: Loan, month: int) -> Payment | None:
    """The payment of a month, if there is one."""
    number = month - loan.month
    return schedule(loan)[number - 1] if 1 <= number <= loan.payments else None
