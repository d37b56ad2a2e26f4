"""What is wrong with a database, and what to do about each thing.

`run.examine` runs the checks of `run.CHECKS`. A check is a statement under sql/doctor that
gives findings by itself, or a function that makes them of what it asked.
"""
