"""Layer 3: one module a noun; no psycopg, no rich, no print."""
