"""200 names that are more than names to a browser, a terminal or a template engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

PWN = "window.pwned=1"
SEEDS = (
    f"<script>{PWN}</script>", f"</script><script>{PWN}</script>",
    f"</style><script>{PWN}</script>",
    f"</title><script>{PWN}</script>", f"<img src=x onerror={PWN}>", f"<svg onload={PWN}>",
    f"\"><svg/onload={PWN}>", f"' onmouseover={PWN} x='", f"\" autofocus onfocus={PWN} x=\"",
    f"javascript:{PWN}", "{{7*7}}", "{% include 'page.html' %}", "${7*7}", "<!--",
    "--><!--<script>",
    "]]>", "<![CDATA[", "&lt;b&gt;&amp;amp;", "&#x3c;script&#x3e;", "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://tracker.invalid\x07link\x1b]8;;\x07", "\u202egnp.eman", "\u2066abc\u2069",
    "\u200fשלום", "مرحبا 123", "line\u2028separator", "para\u2029graph",
    "👩\u200d👩\u200d👧 family",
    "a\u0301\u0323\u0307\u0308", "W" * 90, "no-break\u00a0" * 8, "日本語の名前" * 8,
    "1,234.56", "–", "-1 e3",
    "=1+1", "<a href=https://tracker.invalid>x</a>", "<base href=https://tracker.invalid>",
    "<meta http-equiv=refresh content=0;url=https://tracker.invalid>", "`${" + PWN + "}`",
)  # fmt: skip
NAMES = [f"{seed} {turn}" for turn in range(5) for seed in SEEDS][:200]
USER = "('00000000-0000-0000-0000-0000000000e5')::uuid"


def hostile_books(connection: psycopg.Connection[Any]) -> None:
    """Books in which everything that has a name has one of those."""
    assert len(set(NAMES)) == 200
    connection.execute(f"SELECT set_config('finally.user_id', {USER}::text, true)")
    connection.execute(
        f"INSERT INTO users (id, email, display_name, base_currency)"
        f" VALUES ({USER}, 'eve@example.org', %s, 'EUR')",
        [NAMES[1]],
    )
    with connection.pipeline():
        name_everything(connection)


def name_everything(connection: psycopg.Connection[Any]) -> None:
    """Assets, categories, notes and goals."""
    for place, name in enumerate(NAMES):
        connection.execute(
            f"""
            WITH asset AS (
                INSERT INTO assets (user_id, asset_name, category_id)
                SELECT {USER}, %(name)s, id FROM asset_categories WHERE code = 'CASH'
                RETURNING id
            )
            INSERT INTO asset_inputs (user_id, asset_id, year, month, total, notes)
            SELECT {USER}, id, 2026, 10, %(value)s, %(name)s FROM asset
            """,
            {"name": name, "value": 100 + place},
        )
    for place, name in enumerate(NAMES[:40]):
        connection.execute(
            f"""
            WITH category AS (
                INSERT INTO expense_categories (user_id, code, name)
                VALUES ({USER}, 'H{place}', %(name)s)
                RETURNING id
            )
            INSERT INTO expense_items (user_id, category_id, year, month, amount, description)
            SELECT {USER}, id, 2026, 10, 10, %(name)s FROM category
            """,
            {"name": name},
        )
        connection.execute(
            f"INSERT INTO goals (user_id, goal_name, amount) VALUES ({USER}, %s, 500)",
            [name[:100]],
        )


def own_report(folder: Path) -> None:
    """A report whose answer is as hostile as a name, and longer than one may be."""
    folder.mkdir(parents=True, mode=0o700)
    folder.parent.chmod(0o700)
    file = folder / "odd.sql"
    file.write_text(
        "-- report/odd\n-- Odd </script><script>window.pwned=1</script>.\n--\n"
        "-- row  name  text\n-- row  n  integer\n-- chart  bar\n"
        "SELECT repeat('x', 10000) AS name, 1 AS n\n"
        "UNION ALL SELECT '</script><script>window.pwned=1</script>', 2\n"
    )
    file.chmod(0o600)
