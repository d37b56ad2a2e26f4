"""What one euro cost in other currencies, day by day, as central banks publish it."""
