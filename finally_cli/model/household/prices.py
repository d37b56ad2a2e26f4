"""What one share of each thing cost, in cents, month by month; and what a euro did."""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from finally_cli.model.household.months import MONTHS, halved_up, place

SHARES: Mapping[str, str] = {
    "Microsoft": "MSFT",
    "Amazon": "AMZN",
    "IBM": "IBM",
    "Google": "GOOG",
    "Apple": "AAPL",
}
STOCK_FUND, BOND_FUND = "Stock index fund", "Bond fund"
FILE = Path(__file__).with_name("monthly_prices.csv")
PPM = 1_000_000


@cache
def share_prices() -> dict[str, list[int]]:
    """The real prices by ticker, 0 before a share was traded.

    The figures of the public `stocks` data set of vega-datasets, January 2000 to March 2010. They
    are adjusted for splits and dividends, so a holding needs neither.
    """
    prices = {ticker: [0] * MONTHS for ticker in SHARES.values()}
    for line in FILE.read_text(encoding="ascii").split()[1:]:
        ticker, month, price = line.split(",")
        dollars, _, cents = price.partition(".")
        if (at := place(month)) >= 0:
            prices[ticker][at] = int(dollars) * 100 + int(cents.ljust(2, "0"))
    return prices


@cache
def fund_prices() -> dict[str, list[int]]:
    """Two made-up funds from 50 dollars on: stocks with a part of the shares' movement, bonds
    with a little of the contrary."""
    stocks, bonds = [5000], [5000]
    for month in range(1, MONTHS):
        moved = mean_movement(month)
        stocks.append(halved_up(stocks[-1] * (PPM + moved * 45 // 100 - 4_000), PPM))
        bonds.append(halved_up(bonds[-1] * (PPM + 2_200 - moved * 2 // 100), PPM))
    return {STOCK_FUND: stocks, BOND_FUND: bonds}


def mean_movement(month: int) -> int:
    """By how much the shares rose since the month before, on average, in millionths."""
    pairs = [(of[month - 1], of[month]) for of in share_prices().values() if of[month - 1]]
    return sum((now - before) * PPM // before for before, now in pairs) // len(pairs)


@cache
def price_of(asset: str) -> list[int]:
    """What one share of a stock or fund cost in each month."""
    return share_prices()[SHARES[asset]] if asset in SHARES else fund_prices()[asset]


def along(points: Mapping[str, int]) -> list[int]:
    """A value for every month, straight lines between the points given; 0 before the first.

    >>> along({"2000-05": 100, "2000-07": 110, "2010-03": 110})[:5]
    [0, 100, 105, 110, 110]
    """
    values = [0] * MONTHS
    stops = [(place(month), value) for month, value in points.items()]
    for (start, low), (end, high) in pairwise(stops):
        for month in range(start, end + 1):
            values[month] = low + halved_up((high - low) * (month - start), end - start)
    return values


# Dollars for a euro in ten thousandths: invented, with the shape those years had.
EURO = along(
    {
        "2000-04": 9400, "2000-10": 8500, "2002-02": 8700, "2003-05": 11700, "2004-12": 13400,
        "2005-11": 11800, "2008-04": 15700, "2008-11": 12700, "2009-11": 14900, "2010-03": 13600,
    }
)  # fmt: skip

# The house in cents, as its owners looked it up; they take it in steps of 500 dollars.
HOUSE = [
    value // 50_000 * 50_000
    for value in along(
        {
            "2003-06": 248_000_00, "2006-06": 341_000_00, "2007-06": 344_000_00,
            "2009-03": 262_000_00, "2010-03": 274_500_00,
        }
    )
]  # fmt: skip
