"""Lines over months, drawn in the terminal."""

from __future__ import annotations

import shutil

from finally_cli.model.money import shown
from finally_cli.model.month import written
from finally_cli.model.sheet import Chart

HEIGHT = 18


def as_chart(chart: Chart, *, colour: bool) -> str:
    """The chart as text, as wide as the terminal; without colour in a pipe."""
    import plotext

    plotext.clear_figure()
    plotext.theme("pro" if colour else "clear")
    plotext.plot_size(max(40, min(shutil.get_terminal_size().columns, 160)), HEIGHT)
    places = list(range(len(chart.months)))
    for name, values in chart.series.items():
        plotext.plot(places, [float(value) for value in values], label=name, marker="braille")
    step = max(1, -(-len(places) // 8))
    plotext.xticks(places[::step], [written(month) for month in chart.months[::step]])
    amounts = [value for values in chart.series.values() for value in values]
    low, high = min(amounts), max(amounts)
    marks = [low + (high - low) * part / 4 for part in range(5)] if high > low else [low]
    plotext.yticks(
        [float(mark) for mark in marks],
        [shown(mark.quantize(low.to_integral_value())).partition(".")[0] for mark in marks],
    )
    text: str = plotext.build()
    return text if colour else plotext.uncolorize(text)
