"""Prices and market caps of files, as price services, portfolio programs and ledgers write them."""
