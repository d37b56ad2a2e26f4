"""What is wrong with a database, and what to do about each thing.

`examining.examine` runs the checks of `checks.CHECKS`. A check is a statement under sql/doctor that
gives findings by itself, or a function that makes them of what it asked.
"""
