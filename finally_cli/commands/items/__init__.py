"""What `finally income` and `finally expense` have in common: entries of money in or out."""
