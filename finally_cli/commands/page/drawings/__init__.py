"""The chart of each report that has one: a module a report, whose `draw` takes its answer."""
