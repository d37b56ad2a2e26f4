"""finally inbox: bank rows that wait for a person, outside the books."""
