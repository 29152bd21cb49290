"""Random rows of groups and interventions."""

from __future__ import annotations

from .unit_frame import PARTS, PER_WEEK, Maker, clock

COUNTING = ("", "direct", "medication", "errand", "user_training")
AROUND = ("preparation", "travel", "transport", "documentation", "child_welfare", "presence")
KINDS = [
    "plain",
    "plain",
    "plain",
    "plain",
    "plain",
    "two",
    "night",
    "rounds",
    "own",
    "shared",
    "external",
    "unpaid",
    "around",
    "group",
    "parted",
    "parted",
    "skilled",
]


def add_groups(maker: Maker) -> None:
    """Add up to two groups."""
    if not maker.chance(0.4):
        return
    for ordinal in range(maker.rng.randint(1, 2)):
        times, weekly = maker.frequency()
        window, parts = maker.window(int(float(times["minutes"].replace(",", "."))))
        staff = maker.rng.choice([1, 1, 1, 2, 3])
        provider = maker.rng.choice(["", "", "", "unit", "external", "unpaid"])
        maker.tables["groups"].append(
            {
                "group": f"G{ordinal + 1}",
                "unit": maker.unit,
                **times,
                **window,
                "staff": "" if staff == 1 else str(staff),
                "competence": competence(maker, 0.1),
                "provider": provider,
            }
        )
        if provider in ("", "unit"):
            maker.ask(parts, weekly * staff, staff)


def competence(maker: Maker, share: float) -> str:
    """Give a competence now and then, and remember that it is asked for."""
    if not maker.chance(share):
        return ""
    word = maker.rng.choice(["sykepleier", "vernepleier", "legemiddel"])
    maker.competences.append(word)
    return word


def add_interventions(maker: Maker) -> None:
    """Add the interventions of every resident, participations in groups among them."""
    shared = maker.chance(0.4)
    for resident in maker.residents:
        has_own = False
        for _ in range(maker.rng.randint(2, 5)):
            kind = maker.rng.choice(KINDS)
            if kind == "shared" or (kind == "own" and has_own):
                kind = "plain"
            has_own |= kind == "own"
            BUILDERS[kind](maker, resident)
        for group in maker.tables["groups"]:
            if maker.chance(0.6):
                participation(maker, resident, group)
        if shared and not has_own and maker.chance(0.7):
            continuous(maker, resident, "")
            if maker.chance(0.1):
                continuous(maker, resident, "")


def put(maker: Maker, resident: str, service: str, weekly: float, cells: dict[str, str]) -> bool:
    """Add a row of interventions with its dates and priority, if the week has room for it."""
    if not maker.fits(resident, service, weekly):
        return False
    rows = maker.tables["interventions"]
    priority = str(maker.rng.randint(1, 4)) if maker.chance(0.08) else ""
    rows.append(
        {
            "intervention": f"T{len(rows) + 1}",
            "unit": maker.unit,
            "resident": resident,
            "service": service,
            "priority": priority,
            **maker.dates(0.15),
            **cells,
        }
    )
    return True


def service_of(maker: Maker) -> str:
    """Draw a service; a few are far more common, as in the field."""
    return maker.rng.choice(
        [
            "15",
            "15",
            "15",
            "1",
            "1",
            "2",
            "02",
            *maker.rng.sample(["3", "4", "7", "9", "11", "17", "22", "08.01"], 2),
        ]
    )


def plain(maker: Maker, resident: str, staff: int = 1, night: bool = False, **more: str) -> None:
    """Add an individual intervention."""
    times, weekly = maker.frequency()
    window, parts = maker.window(int(float(times["minutes"].replace(",", "."))), night)
    service = service_of(maker)
    activity = maker.rng.choice(COUNTING)
    if service == "15" and maker.chance(0.1):
        activity = "substitution_treatment"
    cells = {
        **times,
        **window,
        "activity": activity,
        "mode": maker.rng.choice(["", "individual"]),
        "staff": "" if staff == 1 else str(staff),
        "competence": competence(maker, 0.12),
        "provider": maker.rng.choice(["", "", "unit"]),
        **more,
    }
    if put(maker, resident, service, weekly, cells) and cells["provider"] in ("", "unit"):
        maker.ask(parts, weekly * staff, staff)


def several(maker: Maker, resident: str) -> None:
    """Add an intervention that needs two or three at once."""
    plain(maker, resident, maker.rng.choice([2, 2, 3]))


def at_night(maker: Maker, resident: str) -> None:
    """Add a planned night demand."""
    plain(maker, resident, maker.rng.choice([1, 1, 2]), night=True)


def parted(maker: Maker, resident: str) -> None:
    """Add a short window, or help from others beside it, under a decision for part of the roster.

    The window holds hardly more than what is asked, and one shift is often all there is.
    """
    service = maker.rng.choice(["1", "2", "4", "9", "7"])
    minutes = maker.rng.choice([45, 60, 90])
    start = maker.bounds[0] + 60 * maker.rng.randint(0, 6)
    cells = {
        "minutes": str(minutes),
        "per": maker.rng.choice(["day", "week", "week"]),
        "times": maker.rng.choice(["", "3"]),
        "weekdays": maker.rng.choice(["", "weekday"]),
        "from_time": clock(start),
        "to_time": clock(start + minutes + 15),
    }
    weekly = minutes * float(cells["times"] or 1) * (1 if cells["per"] == "week" else 7)
    if cells["per"] == "day":
        cells["times"] = ""
        weekly = minutes * 7
    if put(maker, resident, service, weekly, cells):
        maker.ask(["day"], weekly)
        maker.parted.add((resident, service))
    if maker.chance(0.5):
        others = {"minutes": str(minutes), "provider": "external", "weekdays": "weekday"}
        put(maker, resident, service, minutes * 5, others)


def skilled(maker: Maker, resident: str) -> None:
    """Add two interventions at the same time that ask for one competence each."""
    start = maker.bounds[0] + 60 * maker.rng.randint(0, 10)
    for word in maker.rng.sample(["sykepleier", "vernepleier", "legemiddel"], 2):
        minutes = maker.rng.choice([30, 45])
        cells = {
            "minutes": str(minutes),
            "from_time": clock(start),
            "to_time": clock(start + 60),
            "competence": word,
            "staff": maker.rng.choice(["", "", "2"]),
        }
        if put(maker, resident, service_of(maker), minutes * 7, cells):
            staff = int(cells["staff"] or 1)
            maker.competences.append(word)
            maker.ask(["day"], minutes * 7 * staff, staff)


def rounds(maker: Maker, resident: str) -> None:
    """Add rounds: supervision with minutes."""
    plain(
        maker,
        resident,
        mode="supervision",
        competence="",
        activity="",
        staff=maker.rng.choice([1, 1, 2]),
        night=maker.chance(0.6),
    )


def own(maker: Maker, resident: str) -> None:
    """Add own supervision, 1:1 or 2:1."""
    continuous(maker, resident, str(maker.rng.choice([1, 1, 1, 2])))


def continuous(maker: Maker, resident: str, staff: str) -> None:
    """Add continuous supervision: own when staff is given, else shared."""
    parts = maker.rng.choice(
        [[], [], ["night"], ["day"], ["evening"], ["day", "evening"], ["day", "night"], list(PARTS)]
    )
    weekdays, count = maker.weekdays()
    cells = {"mode": "supervision", "shift": ",".join(parts), "weekdays": weekdays, "staff": staff}
    parts = parts or ["night"]
    lengths = {part: maker.part_range(part)[1] - maker.part_range(part)[0] for part in parts}
    weekly = sum(lengths.values()) * count
    service = maker.rng.choice(["15", "15", "1", "2", "7"])
    if put(maker, resident, service, min(weekly, 9900), cells):
        for part, length in lengths.items():
            share = int(staff) if staff else 0.5
            maker.ask([part], length * count * share, int(staff or 1))


def external(maker: Maker, resident: str) -> None:
    """Add an intervention given by somebody else."""
    plain(maker, resident, maker.rng.choice([1, 1, 2]), provider="external", competence="")


def unpaid(maker: Maker, resident: str) -> None:
    """Add help by relatives."""
    plain(maker, resident, provider="unpaid", competence="")


def around(maker: Maker, resident: str) -> None:
    """Add a row with a word that never counts; some of them nobody of the unit's does."""
    plain(
        maker,
        resident,
        maker.rng.choice([1, 1, 2]),
        activity=maker.rng.choice(AROUND),
        provider=maker.rng.choice(["", "", "unit", "external", "unpaid"]),
        competence="" if maker.chance(0.9) else competence(maker, 1.0),
    )


def participation(maker: Maker, resident: str, group: dict[str, str]) -> None:
    """Add a participation in a group; the group's row says how long and when."""
    staff = maker.rng.randint(1, int(group["staff"] or 1))
    weekly = group_minutes(group)
    cells = {
        "group": group["group"],
        "staff": "" if staff == 1 else str(staff),
        "provider": "external" if maker.chance(0.08) else "",
        "activity": "meeting" if maker.chance(0.07) else "",
        **maker.dates(0.25),
    }
    if maker.chance(0.03):
        cells["provider"] = "unpaid"
    put(maker, resident, service_of(maker), weekly, cells)


def group_minutes(row: dict[str, str]) -> float:
    """Give the minutes a week of a group's row."""
    minutes = float(row["minutes"].replace(",", "."))
    times = float(row["times"].replace(",", ".") or 1)
    count = {"": 7, "all": 7, "weekday": 5, "weekend": 2}.get(row["weekdays"])
    count = count or row["weekdays"].count(",") + 1
    return minutes * times * PER_WEEK.get(row["per"], count)


def nothing(maker: Maker, resident: str) -> None:
    """Add a group's participation later: no row here."""


BUILDERS = {
    "plain": plain,
    "two": several,
    "night": at_night,
    "rounds": rounds,
    "own": own,
    "external": external,
    "unpaid": unpaid,
    "around": around,
    "group": nothing,
    "parted": parted,
    "skilled": skilled,
}
