"""The demo: a household's books as CSV files, and how they come to end last month."""
