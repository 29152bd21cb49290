"""Small samples of `python -m benchmarks.store`, on both databases."""

from collections.abc import Callable
from random import Random

import pytest

from allocator.store import database, upgrade
from benchmarks.store.backups import backups
from benchmarks.store.killed import killed
from benchmarks.store.upgraded import while_waiting, while_written, with_data
from benchmarks.store.writers import writers


class NewStores:
    """Where the measurements make their stores."""

    def __init__(self, name: str, new_address: Callable[[str], str]) -> None:
        self.name, self._new_address = name, new_address

    def new_address(self) -> str:
        return self._new_address(self.name)


@pytest.fixture
def stores(kind: str, new_address: Callable[[str], str]) -> NewStores:
    return NewStores(kind, new_address)


def test_what_was_acknowledged_is_there_after_a_kill(stores: NewStores) -> None:
    outcome = killed(stores, 2, Random(17))
    assert outcome.wrong == 0, outcome.came


def test_writers_at_once_lose_nothing(stores: NewStores) -> None:
    outcome = writers(stores, 3, processes=3)
    assert outcome.wrong == 0, outcome.came
    assert outcome.came.startswith("9 acknowledged")


def test_a_backup_under_load_is_whole(stores: NewStores) -> None:
    outcome = backups(stores, 1)
    assert outcome.wrong == 0, outcome.came


def test_data_of_the_first_schema_is_upgraded(stores: NewStores) -> None:
    outcome = with_data(stores)
    assert outcome.wrong == 0, outcome.came


def test_the_first_program_writes_on_while_several_upgrade(stores: NewStores) -> None:
    outcome = while_written(stores, more=2)
    assert outcome.wrong == 0, outcome.came


def test_an_upgrade_gives_up_where_a_transaction_does_not_end(
    stores: NewStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 1)
    monkeypatch.setattr(upgrade, "_LOCK_SECONDS", 1)
    outcome = while_waiting(stores)
    assert outcome.wrong == 0, outcome.came
