"""Bank rows that put money into assets, as an import would have left them."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg


def put_by_bank(books: psycopg.Connection[Any], asset: str, *rows: tuple[date, float]) -> None:
    """Bank rows of an account in the books' currency that put money into an asset."""
    books.execute(
        "INSERT INTO sources (user_id, source_name, currency)"
        " SELECT user_id, 'Giro', 'EUR' FROM assets WHERE asset_name = %s ON CONFLICT DO NOTHING",
        [asset],
    )
    books.execute(
        "INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)"
        " SELECT user_id, id, 'giro.csv', sha256('giro'), 'csv', 9 FROM sources"
    )
    for line, (day, amount) in enumerate(rows, start=1):
        books.execute(
            "INSERT INTO import_rows (user_id, import_id, source_id, line, day, amount, text, key,"
            " occurrence, decision, decided_by, asset_id, contributed)"
            " SELECT assets.user_id, imports.id, imports.source_id, %s, %s, -%s::numeric, 'to it',"
            " gen_random_uuid(), 1, 'contribution', 'rule', assets.id, %s"
            " FROM assets JOIN imports ON imports.user_id = assets.user_id"
            " WHERE asset_name = %s ORDER BY imports.created_at DESC LIMIT 1",
            [line, day, amount, amount, asset],
        )
