"""The currencies of ISO 4217 that are in use, funds codes and test codes left out."""

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import quote

CODES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XAG XAU XCD XCG XOF XPD XPF XPT YER ZAR ZMW ZWG
    """.split()
)

# Minor units where they are not two (ISO 4217, table A.1).
NO_CENTS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
MILLS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def decimals(code: str) -> int:
    """How many decimals an amount of this currency has on paper.

    >>> decimals("EUR"), decimals("JPY"), decimals("KWD")
    (2, 0, 3)
    """
    return 0 if code in NO_CENTS else 3 if code in MILLS else 2


def parse_currency(text: str) -> str:
    """A currency's ISO 4217 code, in capitals.

    >>> parse_currency("eur")
    'EUR'
    """
    code = text.strip().upper()
    if code not in CODES:
        raise BadUsage(
            f"there is no currency {quote(text)}",
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        )
    return code


def parse_pair(text: str) -> tuple[str, str]:
    """The two currencies of a pair written as `EUR/USD`: one EUR costs so many USD.

    >>> parse_pair("eur/usd")
    ('EUR', 'USD')
    """
    first, slash, second = text.partition("/")
    if not slash:
        raise BadUsage(f"{quote(text)} is not a pair of currencies", "Write it as EUR/USD.")
    pair = parse_currency(first), parse_currency(second)
    if pair[0] == pair[1]:
        raise BadUsage(
            f"{quote(text)} names one currency twice", "A rate needs two different currencies."
        )
    return pair
