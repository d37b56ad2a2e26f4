"""What a bank's file says: one reader a format, each a stream of the same few things."""
