"""Cells that hold no identity number, of every kind that care staff write."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from stdnum.no import orgnr

_START = date(2019, 1, 1)


def innocent(seed: int) -> Iterator[tuple[str, str]]:
    """Kinds and cells without end, each kind as often as another."""
    chance = random.Random(seed)
    while True:
        for kind, make in KINDS.items():
            yield kind, make(chance)


def _day(chance: random.Random) -> date:
    return _START + timedelta(days=chance.randrange(4000))


def _clock(chance: random.Random) -> str:
    hour, minute = chance.randrange(24), chance.randrange(60)
    return chance.choice(
        (f"{hour:02d}:{minute:02d}", f"{hour}.{minute:02d}", f"{hour:02d}{minute:02d}")
    )


def _date(chance: random.Random) -> str:
    form = (
        "%d.%m.%Y",
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d.%m.%y",
        "%d%m%y",
        "%Y%m%d",
        "%d-%m-%Y",
        "%d %m %Y",
    )
    return _day(chance).strftime(chance.choice(form))


def _moment(chance: random.Random) -> str:
    return f"{_date(chance)}{chance.choice((' ', '  ', 'T', ' kl. '))}{_clock(chance)}"


def _seconds(chance: random.Random) -> str:
    clock = f"{chance.randrange(24):02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
    return f"{_day(chance).isoformat()}{chance.choice(' T')}{clock}"


def _interval(chance: random.Random) -> str:
    between = chance.choice(("-", " - ", "–", " – ", "/", " til "))
    make = chance.choice((_clock, _date, _moment))
    return f"{make(chance)}{between}{make(chance)}"


def _phone(chance: random.Random) -> str:
    digits = f"{chance.choice('23456789')}{chance.randrange(10**7):07d}"
    grouped = chance.choice(
        (
            digits,
            f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}",
            f"{digits[:3]} {digits[3:5]} {digits[5:]}",
            f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}",
        )
    )
    return (
        chance.choice(("", "+47", "+47 ", "0047 ", "0047", "(+47) ", "tlf. ", "tlf +47")) + grouped
    )


def _phones(chance: random.Random) -> str:
    return f"{_phone(chance)}{chance.choice((', ', ' / ', ' eller '))}{_phone(chance)}"


def _organisation(chance: random.Random) -> str:
    while True:
        eight = f"{chance.choice('89')}{chance.randrange(10**7):07d}"
        check = orgnr.checksum(eight + "0") % 11
        number = eight + str((11 - check) % 11)
        if orgnr.is_valid(number):
            break
    grouped = chance.choice((number, f"{number[:3]} {number[3:6]} {number[6:]}"))
    return (
        chance.choice(("", "NO ", "NO", "orgnr "))
        + grouped
        + chance.choice(("", "", " MVA", "MVA"))
    )


def _account(chance: random.Random) -> str:
    """An account number as it is written, in groups; bare, it cannot be told from the other."""
    digits = f"{chance.randrange(10**11):011d}"
    between = chance.choice(". ")
    return f"{digits[:4]}{between}{digits[4:6]}{between}{digits[6:]}"


def _fraction(chance: random.Random) -> str:
    places = chance.choice((2, 4, 9, 10, 11, 11, 11, 12, 14, 15, 17))
    decimals = f"{chance.randrange(10**places):0{places}d}"
    return f"{chance.choice(('', '', '-', '='))}0{chance.choice(',.')}{decimals}"


def _sum(chance: random.Random) -> str:
    terms = [
        str(chance.randrange(1, 10 ** chance.randint(1, 6))) for _ in range(chance.randint(2, 5))
    ]
    return chance.choice(("", "=")) + chance.choice(("+", " + ")).join(terms)


def _amount(chance: random.Random) -> str:
    value = chance.randrange(10**8) / 100
    text = f"{value:,.2f}".replace(",", chance.choice((" ", "\u00a0", "\u2009"))).replace(".", ",")
    return f"{chance.choice(('', 'kr '))}{text}"


def _duration(chance: random.Random) -> str:
    hours, minutes = chance.randrange(200), chance.randrange(60)
    return chance.choice(
        (f"{hours} t {minutes} min", f"{hours}:{minutes:02d}", f"{hours},{minutes:02d}")
    )


def _address(chance: random.Random) -> str:
    return f"Storgata {chance.randrange(1, 200)}, {chance.randrange(10_000):04d} Lillevik"


def _case(chance: random.Random) -> str:
    return f"{chance.choice(('sak ', ''))}{chance.randrange(15, 27)}/{chance.randrange(1, 99999)}"


def _serial(chance: random.Random) -> str:
    """A time as Excel counts it, in days."""
    part = chance.choice((25, 5, 75, 3125, 729167))
    return f"{chance.randrange(43000, 47000)}{chance.choice(',.')}{part}"


def _long(chance: random.Random) -> str:
    """A number of a length that no identity number has."""
    return str(
        chance.randrange(10 ** (length := chance.choice((5, 7, 8, 11, 12, 14))), 10 ** (length + 1))
    )


KINDS: dict[str, Callable[[random.Random], str]] = {
    "date": _date, "clock": lambda chance: _clock(chance), "moment": _moment, "seconds": _seconds,
    "interval": _interval, "phone": _phone, "phones": _phones, "organisation": _organisation,
    "account": _account, "fraction": _fraction, "sum": _sum, "amount": _amount,
    "duration": _duration, "address": _address, "case": _case, "serial": _serial, "long": _long,
}  # fmt: skip
