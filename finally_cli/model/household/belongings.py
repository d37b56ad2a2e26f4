"""What the household owns and owes, and what each thing but cash, loans and holdings is worth."""

from decimal import Decimal

from finally_cli.model.household.loans import CAR_LOAN, MORTGAGE
from finally_cli.model.household.months import MONTHS, first_day, place
from finally_cli.model.household.prices import BOND_FUND, HOUSE, SHARES, STOCK_FUND, price_of
from finally_cli.model.household.rows import Asset, MarketCap

CHECKING, SAVINGS, EURO_ACCOUNT, CARD = "Checking", "Savings", "Euro account", "Credit card"
HOUSE_NAME, BAKERY = "House", "Bakery share"
CAR_LOAN_CLOSED = place("2005-04")  # a month after its last payment

# Shares outstanding in 2010, about, and in millions: adjusted prices need no other count before.
OUTSTANDING = {"Microsoft": 8_800, "Amazon": 445, "IBM": 1_300, "Google": 318, "Apple": 907}

# In cents, as the baker tells it each December; a month without news carries the last figure.
BAKERY_TOLD = {
    "2005-09": 8_000_00, "2006-12": 8_900_00, "2007-12": 10_300_00, "2008-12": 7_600_00,
    "2009-12": 9_400_00,
}  # fmt: skip

# Put into the euro account, in euro; the balance stays in hundreds.
EURO_START, EURO_MONTHLY, EURO_BACK = 500, 100, {place("2009-02"): 3_000}
EURO_OPENED = place("2002-01")
NOT_LOOKED_UP = {(EURO_ACCOUNT, place("2009-08"))}  # they were away

NOTES = {
    (CHECKING, place("2008-12")): "Hillside School has closed: one salary less from now on.",
    (EURO_ACCOUNT, EURO_OPENED): "Opened in the month the coins came.",
    (HOUSE_NAME, MORTGAGE.month): "Bought at 248,000; a fifth paid in cash.",
    ("Google", place("2004-08")): "Bought when it went public.",
    (BAKERY, place("2005-09")): "A tenth of the bakery round the corner.",
    (CAR_LOAN.asset, place("2005-03")): "The last payment.",
}


def assets() -> tuple[Asset, ...]:
    """Everything owned and owed, in the order in which they list it."""
    last = MONTHS - 1
    return (
        Asset(asset=CHECKING, category="CASH"),
        Asset(asset=SAVINGS, category="CASH"),
        Asset(asset=EURO_ACCOUNT, category="CASH", currency="EUR"),
        *(
            Asset(
                asset=name,
                category="SINGLE_STOCKS",
                ticker=ticker,
                market_cap=market_cap(name, last),
                sub_target_pct=Decimal("0.20"),
            )
            for name, ticker in SHARES.items()
        ),
        Asset(asset=STOCK_FUND, category="ETF_STOCKS"),
        Asset(asset=BOND_FUND, category="ETF_BONDS"),
        Asset(asset=BAKERY, category="PRIVATE_EQUITY"),
        Asset(asset=HOUSE_NAME, category="REAL_ESTATE"),
        Asset(asset=MORTGAGE.asset, category=MORTGAGE.category),
        Asset(
            asset=CAR_LOAN.asset, category=CAR_LOAN.category, closed_on=first_day(CAR_LOAN_CLOSED)
        ),
        Asset(asset=CARD, category="CREDIT_CARD"),
    )


def market_cap(asset: str, month: int) -> Decimal:
    """What the whole company was worth, about, in dollars: millions of shares at cents each."""
    return Decimal(OUTSTANDING[asset] * price_of(asset)[month] * 10_000)


def market_caps() -> tuple[MarketCap, ...]:
    """Each company in each month in which its shares were traded."""
    return tuple(
        MarketCap(asset=asset, month=first_day(month), market_cap=market_cap(asset, month))
        for asset in SHARES
        for month in range(MONTHS)
        if price_of(asset)[month]
    )


def bought_outright(month: int) -> dict[str, int]:
    """What was paid at one time for the house and the bakery, in cents."""
    bought = {}
    if month == MORTGAGE.month:
        bought[HOUSE_NAME] = HOUSE[month]
    if month == place("2005-09"):
        bought[BAKERY] = BAKERY_TOLD["2005-09"]
    return bought


def bakery_value(month: int) -> tuple[int, bool]:
    """Its value in cents, 0 before it was theirs, and whether that is carried from before."""
    told = [place(written) for written in BAKERY_TOLD if place(written) <= month]
    if not told:
        return 0, False
    newest = max(told)
    return BAKERY_TOLD[f"{first_day(newest):%Y-%m}"], newest != month


def euros_moved(month: int) -> int:
    """What goes into the euro account in a month, in euro; negative when it comes back."""
    if month < EURO_OPENED:
        return 0
    return (EURO_START if month == EURO_OPENED else EURO_MONTHLY) - EURO_BACK.get(month, 0)
