"""A unit's own columns beat its profile; the newest profile holds where none is chosen."""

import pytest

from allocator import terms
from allocator.rules.loading import load
from allocator.rules.policy import Policies, policies, priority, profile_notices
from allocator.tables import read

from .case_files import TODAY, files_of

TILTAK = [{"beboer": "B1", "tjeneste": "1", "minutter": "30"}]


def policies_of(**unit: str) -> Policies:
    inputs = read(files_of({"enhet": unit, "tiltak": TILTAK}))
    return policies(next(inputs.tables["unit"].itertuples()), load(), TODAY)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ({}, ("G-2018-06-27", "divided", "received", "health_first")),
        ({"profil": "F-2018-05-16"}, ("F-2018-05-16", "rounds", "decided", "health_first")),
        (
            {"profil": "F-2018-05-16", "felles_tilsyn": "felles"},
            ("F-2018-05-16", "joint", "decided", "health_first"),
        ),
        (
            {"rapporter": "vedtatt", "prioritering": "likt"},
            ("G-2018-06-27", "divided", "decided", "equal"),
        ),
    ],
)
def test_explicit_columns_beat_the_profile(
    unit: dict[str, str], expected: tuple[str, str, str, str]
) -> None:
    policies = policies_of(**unit)
    assert (
        policies.profile,
        policies.shared_supervision,
        policies.report,
        policies.priority_policy,
    ) == expected


def test_priorities_are_the_models() -> None:
    first = policies_of()
    places = {service: first.priority(service) for service in terms.SERVICES}
    assert {service for service, rank in places.items() if rank == 1} == {15}
    assert {service for service, rank in places.items() if rank == 2} == {1, 3, 7, 8, 11, 17, 22}
    assert set(places.values()) == {1, 2, 3}
    assert set(policies_of(prioritering="likt").priorities.values()) == {1}
    assert priority(9, "health_first", load().on(TODAY)) == 3


def test_an_unknown_profile_is_an_error_with_its_place() -> None:
    inputs = read(files_of({"enhet": {"profil": "H-2030"}, "tiltak": TILTAK}))
    (notice,) = profile_notices(inputs, load(), TODAY)
    assert (notice.code, notice.severity) == ("profile-unknown", "error")
    assert (notice.table, notice.row, notice.column) == ("enhet", 2, "profil")
    assert "H-2030" in notice.message("nb")
    assert "G-2018-06-27" in notice.message("en")
    assert profile_notices(read(files_of({"tiltak": TILTAK})), load(), TODAY) == []


@pytest.mark.parametrize("heading", ["profil", "profile"])
@pytest.mark.parametrize("table", ["enhet", "unit"])
def test_the_place_is_named_as_in_the_input(table: str, heading: str) -> None:
    files = files_of({"enhet": {"profil": "H-2030"}, "tiltak": TILTAK})
    own = files.pop("enhet.csv").replace(b"profil", heading.encode())
    (notice,) = profile_notices(read(files | {f"{table}.csv": own}), load(), TODAY)
    assert (notice.table, notice.row, notice.column) == (table, 2, heading)
