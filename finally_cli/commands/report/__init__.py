"""finally report: the list of reports, one line each; a module is imported when it is asked for."""

from finally_cli.commands.group import lazy_noun

# Every report and what it answers, in the order of --help. The module is named like the report.
REPORTS = {
    "networth": "What you own less what you owe, and how it changed.",
    "allocation": "The mix you hold, beside the one you mean to hold.",
    "rebalance": "What to buy and sell to meet the targets.",
    "explain": "Why net worth changed: saved, paid off, market, currency.",
    "returns": "What the money you put in has earned.",
    "budget": "What each category may cost, has cost, and what is left.",
    "cashflow": "What came in and went out, and how much was saved.",
    "spending": "What each category has cost, month by month.",
    "liquidity": "Cash by account, and how long it would last.",
    "projection": "Net worth ahead, if things go on as they have.",
}

app = lazy_noun(
    "What you own, why it changed, and whether the plan holds.",
    __name__,
    {name: name for name in REPORTS},
    REPORTS,
)
