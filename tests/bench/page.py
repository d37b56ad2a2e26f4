"""What a page costs, beside the reports that it shows, and how large it is.

python -m tests.bench.page [ITEMS]   by hand; default 200000

Two households over ten years: that of the other benchmarks, and one with 200 more assets in twenty
currencies. Prints, as medians of pairs, the wall time of `finally page` and of the commands that it
names under its tables, one after the other; the page is to take at most twice as long, and to
have at most 1.5 MB.
"""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.bench import books
from tests.bench.pairs import Paired, seconds

ROUNDS = 5
LARGEST, LONGEST = 1_500_000, 2.0
CODES = "AUD BRL CAD CHF CNY CZK DKK GBP HUF INR JPY KRW MXN NOK NZD PLN SEK SGD USD ZAR".split()
RATES = """
INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
SELECT current_user_id(), code, 'EUR', 2015 + m / 12, m %% 12 + 1, 0.5 + m / 1000.0 + place / 50.0
FROM unnest(%s::text[]) WITH ORDINALITY AS codes (code, place)
CROSS JOIN generate_series(0, 119) AS m
"""
ASSETS = """
INSERT INTO assets (user_id, category_id, asset_name, currency)
SELECT current_user_id(), c.id, 'Holding number ' || n, (%s::text[])[n %% 20 + 1]
FROM generate_series(1, 200) AS n
JOIN (
    SELECT id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS count
    FROM asset_categories WHERE kind = 'asset'
) AS c
    ON c.place = n %% c.count + 1
"""
VALUES = """
INSERT INTO asset_inputs (user_id, asset_id, year, month, native_amount, currency, rate, total)
SELECT a.user_id, a.id, r.year, r.month, native.amount, a.currency, r.rate,
    converted(native.amount, r.rate)
FROM assets AS a
JOIN fx_rates AS r ON r.from_currency = a.currency
CROSS JOIN LATERAL (
    SELECT 1000 + r.month * 37 + hashtext(a.asset_name || r.year) % 1000 AS amount
) AS native
WHERE a.asset_name LIKE 'Holding%'
"""


def main(items: int) -> None:
    with books.server() as server:
        books.fill(server, items)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(books.FOREIGN)},
            "FINALLY_DATA_DIR": str(server.home),
            "FINALLY_USER": books.EMAIL,
            "FINALLY_TODAY": "2025-01-10",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        measure("12 assets", environment)
        with closing(server.connect("finally", user=server.OWNER, autocommit=True)) as connection:
            connection.execute(books.USER.encode())
            for text in (RATES, ASSETS, VALUES):
                connection.execute(text.encode(), [CODES] if "%s" in text else None)
            connection.execute("VACUUM ANALYZE")
        measure("212 assets in twenty currencies", environment)


def measure(what: str, environment: dict[str, str]) -> None:
    """Compare the page of these books with its reports."""
    finally_ = [sys.executable, "-m", "finally_cli"]
    page = Path(environment["FINALLY_DATA_DIR"]).parent / "page.html"
    asked = [*finally_, "page", "-o", str(page), "--force"]
    seconds(asked, environment)
    text = page.read_text(encoding="utf-8")
    shown = [
        [*finally_, *shlex.split(html.unescape(line))[1:]]
        for line in re.findall(r"<p><code>(finally report [^<]*)</code></p>", text)
    ]
    found = Paired([], [])
    for _ in range(ROUNDS):
        found.first.append(seconds(asked, environment))
        found.second.append(sum(wall(report, environment) for report in shown))
    print(found.line(f"{what}: the page, {len(shown)} reports", LONGEST))
    size = page.stat().st_size
    print(f"{'':46} {size / 1e6:8.2f} MB  (at most {LARGEST / 1e6})", flush=True)
    for name, section in re.findall(
        r'<section class="section" id="(\w+)"(.*?)</section>', text, flags=re.DOTALL
    ):
        sql = sum(map(len, re.findall(r'<details class="sql">.*?</details>', section, re.DOTALL)))
        print(f"    {name:14} {len(section):9,} characters, {sql:9,} of them SQL")


def wall(line: list[str], environment: dict[str, str]) -> float:
    """Seconds that a report takes; one may refuse, where books have nothing of what it is of."""
    began = time.perf_counter()
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 5), done.stderr
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
