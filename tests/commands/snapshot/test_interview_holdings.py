"""The walk past what is kept by quantity: how many there are, at what price."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.support.interview import answer, plain
from tests.support.processes import Program, PseudoTerminal

# In September a fund of 10 at 50, of which there were 20 at 25 from October on; half a coin at
# 50,000 dollars; two of a debt at 300. On record for October: 26 for the fund, 60,000 for the coin.
HOLDINGS = """
    WITH ann AS (
        INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR') RETURNING id
    )
    SELECT set_config('finally.user_id', id::text, true) FROM ann;

    INSERT INTO assets (user_id, category_id, asset_name, currency, kept_by)
    SELECT current_user_id(), asset_categories.id, owned.asset, owned.currency, 'quantity'
    FROM (VALUES
        ('Fund', 'ETF_STOCKS', NULL),
        ('Coin', 'CRYPTO', 'USD'),
        ('Owed', 'LOAN', NULL)
    ) AS owned (asset, code, currency)
    JOIN asset_categories USING (code);

    INSERT INTO asset_inputs
        (user_id, asset_id, year, month, quantity, price, total, native_amount, currency, rate)
    SELECT
        current_user_id(), assets.id, 2026, 9,
        v.quantity, v.price, v.total, v.amount, v.currency, v.rate
    FROM (VALUES
        ('Fund', 10, 50, 500, NULL::numeric, NULL, NULL::numeric),
        ('Coin', 0.5, 50000, 22500, 25000, 'USD', 0.9),
        ('Owed', -2, 300, -600, NULL, NULL, NULL)
    ) AS v (asset, quantity, price, total, amount, currency, rate)
    JOIN assets ON assets.asset_name = v.asset;

    INSERT INTO splits (user_id, asset_id, day, numerator, denominator)
    SELECT current_user_id(), assets.id, '2026-10-05', 2, 1
    FROM assets
    WHERE assets.asset_name = 'Fund';

    INSERT INTO prices (user_id, asset_id, day, price, currency)
    SELECT current_user_id(), assets.id, v.day::date, v.price, v.currency
    FROM (VALUES
        ('Fund', '2026-10-30', 26, 'EUR'),
        ('Coin', '2026-10-02', 60000, 'USD')
    ) AS v (asset, day, price, currency)
    JOIN assets ON assets.asset_name = v.asset;
"""
FUND = "[1/3] Fund, quantity 20.00 (2026-09): "
COIN = "[2/3] Coin, quantity 0.50 (2026-09): "
OWED = "[3/3] Owed, quantity owed 2.00 (2026-09): "


@pytest.fixture
def household(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """The program on a household with three assets that are kept by quantity."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(HOLDINGS)
        connection.commit()
    return Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})


def kept(program: Program, month: str = "2026-10") -> dict[str, tuple[Any, ...]]:
    """The month as another command has it: quantity, price, value, and whether it is carried."""
    rows = program("snapshot", "list", "--month", month, "--json").json["rows"]
    return {
        row["asset"]: (row["quantity"], row["price"], row["value"], row["carried"]) for row in rows
    }


def start(program: Program, first: str = FUND, month: str = "2026-10") -> PseudoTerminal:
    """The walk of a month, at its first question."""
    walk = PseudoTerminal(program, "snapshot", "add", "--month", month)
    walk.until("explains.\n")
    assert plain(walk.until(": ")) == first
    return walk


def test_enter_takes_the_quantity_of_before_and_the_price_on_record(household: Program) -> None:
    with start(household) as walk:
        explained = answer(walk, "?", "(2026-09): ")
        for word in ("Enter", "number", "3 x 82", "=1234", "keep", "-  ", "back", "?", "Ctrl-C"):
            assert f"  {word}" in explained
        assert answer(walk, "") == "  price in EUR, 26.00 (2026-10-30): "
        assert answer(walk, "") == COIN
        # 0.5 + 0.1 = 0.6, and 0.6 * 60,000 = 36,000 dollars, which are 32,400 euros.
        assert answer(walk, "0.5+0.1") == "  price in USD, 60,000.00 (2026-10-02, 29 days old): "
        assert answer(walk, "") == "  one USD in EUR: "
        assert answer(walk, "0.9") == OWED
        # Nothing is on record for it: as many as before are worth what they were.
        assert answer(walk, "") == "  price in EUR, none on record (300.00 in 2026-09): "
        # 20 * 26 = 520, and so 520 + 32,400 - 600 = 32,320, 9,920 more than 22,400 in September.
        assert answer(walk, "", "] ") == (
            "  No price is on record: the last value is kept, at its price.\n"
            "Changes for 2026-10 (EUR)\n"
            " Asset   Before    Value   Change\n"
            "──────────────────────────────────\n"
            " Fund    500.00   520.00   +20.00\n"
            "Changes for 2026-10 (USD)\n"
            " Asset      Before       Value       Change\n"
            "────────────────────────────────────────────\n"
            " Coin    25,000.00   36,000.00   +11,000.00\n"
            "Carried: Owed.\n"
            "Net worth 32,320.00 EUR (+9,920.00).\n"
            "Save 3 values? [Y/n] "
        )
        walk.type("\n")
        walk.rest()
        assert walk.ended() == 0
    assert kept(household) == {
        "Fund": ("20", "26.00", "520.00", False),
        "Coin": ("0.6", "60000.00", "32400.00", False),
        "Owed": ("-2", "300.00", "-600.00", True),
    }
    # Again: what is recorded is left as it is, at its own price; what was carried is asked for.
    household("price", "set", "Fund", "27", "--date", "2026-10-31")
    with start(household, "[1/3] Fund, quantity 20.00 (recorded): ") as walk:
        recorded = "  price in EUR, 26.00 (recorded; on record is 27.00 of 2026-10-31): "
        assert (
            answer(walk, "", ": ").endswith("(recorded; on record is 27.00 of 2026-10-31): ")
            or recorded
        )
        assert answer(walk, "").startswith("[2/3] Coin, quantity 0.60 (recorded): ")
        assert answer(walk, "-") == "[3/3] Owed, quantity owed 2.00 (carried): "
        # 3 * 310 = 930 are owed.
        assert "Save 1 value? [Y/n] " in answer(walk, "3 x 310", "] ")
        walk.type("\n")
        walk.rest()
    assert kept(household)["Owed"] == ("-3", "310.00", "-930.00", False)
    assert kept(household)["Fund"] == ("20", "26.00", "520.00", False)


def test_back_an_odd_number_and_a_value_itself(household: Program) -> None:
    with start(household) as walk:
        # 21 * 260 = 5,460 are ten times 500 and more: asked about, and not meant.
        assert answer(walk, "21") == "  price in EUR, 26.00 (2026-10-30): "
        assert answer(walk, "0") == (
            "  a price is above zero. What is worth nothing has no price: "
        )
        assert walk.until(": ").endswith("26.00 (2026-10-30): ")
        assert "is not a price. Write it as 82.10" in answer(walk, "NaN", "(2026-10-30): ")
        assert answer(walk, "back") == FUND
        assert "can be read in two ways" in answer(walk, "1,234", "(2026-09): ")
        assert "more than 18 decimals" in answer(walk, f"0.{'1' * 40}", "(2026-09): ")
        asked = answer(walk, "-3", "[y/N] ")
        assert asked == (
            '  "Fund": -3.00 would mean that you owe them, a short. Is that right? [y/N] '
        )
        assert answer(walk, "", "(2026-09): ") == "  again: Fund, quantity 20.00 (2026-09): "
        assert "5,460.00" in answer(walk, "21 x 260", "[y/N] ")
        assert answer(walk, "", "(2026-09): ") == "  again: Fund, quantity 20.00 (2026-09): "
        assert answer(walk, "= 510") == COIN
        assert answer(walk, "back") == "[1/3] Fund, quantity 20.00 (2026-09), now 510.00: "
        assert answer(walk, "0") == COIN  # none are left, and need no price
        assert answer(walk, "back") == "[1/3] Fund, quantity 20.00 (2026-09), now 0.00: "
        assert answer(walk, "=510") == COIN
        assert answer(walk, "keep") == OWED
        assert answer(walk, "3") == "  price in EUR, none on record (300.00 in 2026-09): "
        assert answer(walk, "") == "  No price is on record: "
        assert walk.until("on record (300.00 in 2026-09): ").startswith("type it; back asks how")
        assert "Save 3 values?" in answer(walk, "310", "] ")
        walk.type("\n")
        walk.rest()
    assert kept(household) == {
        "Fund": (None, None, "510.00", False),
        "Coin": ("0.5", "50000.00", "22500.00", True),
        "Owed": ("-3", "310.00", "-930.00", False),
    }
    # After a value that was typed, as many are offered as there were when they were counted.
    with start(household, "[1/3] Fund, quantity 20.00 (2026-09): ", "2026-11") as walk:
        walk.type("\x03")
        walk.rest()
