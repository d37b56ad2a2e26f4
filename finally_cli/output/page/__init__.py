"""A page for a browser: one file with all that it needs, of which nothing is asked elsewhere."""
