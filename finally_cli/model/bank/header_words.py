"""What banks call the columns of their files, in many languages, without accents."""

from __future__ import annotations

# With which a line begins that sums the rows up, or says a balance, and is no row.
TOTALS = (
    "total", "sub-total", "subtotal", "sum", "summe", "gesamt", "saldo", "kontostand", "balance",
    "opening balance", "closing balance", "anfangssaldo", "endsaldo", "alter kontostand",
    "neuer kontostand", "solde", "totaal", "beginsaldo", "eindsaldo", "totale", "suma", "razem",
    "celkem", "osszesen", "yhteensa", "summa",
)  # fmt: skip
