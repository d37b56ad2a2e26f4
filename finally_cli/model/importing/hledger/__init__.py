"""The CSV files that hledger writes: its print, and its balance by the month."""
