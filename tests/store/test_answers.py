"""Answers, reviews, links and people's work."""

import datetime
from dataclasses import replace

import pytest

from allocator.repair.answer_entry import AnswerEntry
from allocator.store import Store, StoreError
from allocator.store.versions import VersionKind
from store.conftest import calculated

NUMBER = "01815012352"


def answer(text: str = "Ja", **about: object) -> AnswerEntry:
    given = AnswerEntry(
        "Solbakken", "ASK-01", "B1", 15, "T1", text, "kari", datetime.date(2026, 3, 1)
    )
    return replace(given, **about)  # type: ignore[arg-type]


def test_the_newest_answer_holds_and_the_earlier_stay(store: Store) -> None:
    for text in ("Ja", "Nei"):
        store.answers.keep(answer(text))
    assert store.answers.of(["Solbakken"]) == [answer("Nei")]
    assert store.answers.all_of(["Solbakken"]) == [answer("Ja"), answer("Nei")]
    assert store.answers.of(["Fjellvik"]) == []


@pytest.mark.parametrize(
    "about",
    [
        {"code": "ASK-02"},
        {"resident": "B2"},
        {"resident": ""},
        {"service": 1},
        {"service": None},
        {"row_id": "T2"},
        {"unit": "Fjellvik"},
    ],
    ids=str,
)
def test_an_answer_to_another_question_stands_beside(
    store: Store, about: dict[str, object]
) -> None:
    store.answers.keep(answer("Ja"))
    store.answers.keep(answer("Nei", **about))
    assert store.answers.of(["Solbakken", "Fjellvik"]) == [answer("Ja"), answer("Nei", **about)]


def test_a_withdrawn_answer_holds_no_longer(store: Store) -> None:
    store.answers.keep(answer("Ja"))
    store.answers.keep(answer(""))
    assert store.answers.of(["Solbakken"]) == []
    assert len(store.answers.all_of(["Solbakken"])) == 2


def test_an_identity_number_is_kept_nowhere(store: Store) -> None:
    given = calculated()
    version = store.versions.keep(given.files, given.inputs, VersionKind.UPLOAD, "kari")
    run = store.runs.keep(given.result, version.id, "kari")
    with pytest.raises(StoreError) as raised:
        store.answers.keep(answer(f"Se {NUMBER}"))
    assert raised.value.key == "identity-number"
    with pytest.raises(StoreError) as raised:
        store.reviews.keep(run.id, "Solbakken", "B1", NUMBER, "kari")
    assert raised.value.key == "identity-number"
    assert store.answers.all_of(["Solbakken"]) == []
    assert store.reviews.of("Solbakken", "B1") == []


def test_reviews_stand_with_the_newest_first(store: Store) -> None:
    given = calculated()
    version = store.versions.keep(given.files, given.inputs, VersionKind.UPLOAD, "kari")
    run = store.runs.keep(given.result, version.id, "kari")
    first = store.reviews.keep(run.id, "Solbakken", "B1", "Ser riktig ut", "ola")
    second = store.reviews.keep(run.id, "Solbakken", "B1", "", "kari")
    store.reviews.keep(run.id, "Solbakken", "B2", "", "kari")
    assert store.reviews.of("Solbakken", "B1") == [second, first]
    assert (first.comment, first.by, first.run) == ("Ser riktig ut", "ola", run.id)
    assert store.reviews.of("Fjellvik", "B1") == []
    with pytest.raises(StoreError):
        store.reviews.keep("nothing", "Solbakken", "B1", "", "kari")


def test_a_link_says_nothing_and_stays_the_same(store: Store) -> None:
    unit, resident = store.links.id_of("Solbakken"), store.links.id_of("Solbakken", "B1")
    other = store.links.id_of("Fjellvik", "B1")
    assert len({unit, resident, other}) == 3
    for id_ in (unit, resident, other):
        assert id_.isalnum()
        assert not {"solbakken", "fjellvik", "b1"} & {id_.lower()}
    assert store.links.id_of("Solbakken", "B1") == resident
    assert store.links.names(resident) == ("Solbakken", "B1")
    assert store.links.names(unit) == ("Solbakken", "")
    assert store.links.names("nothing") is None


def test_work_is_found_again_by_its_owner_only(store: Store) -> None:
    store.works.keep("w1", "kari", {"page": "beboer", "draft": {"æ": "ø"}})
    assert store.works.get("w1", "kari") == {"page": "beboer", "draft": {"æ": "ø"}}
    assert store.works.get("w1", "ola") is None
    assert store.works.get("w2", "kari") is None
    with pytest.raises(StoreError):
        store.works.keep("w1", "ola", {"page": "mine"})
    assert store.works.get("w1", "kari") == {"page": "beboer", "draft": {"æ": "ø"}}


def test_the_window_used_last_is_the_one_to_begin_with(store: Store) -> None:
    assert store.works.latest("kari") is None
    store.works.keep("w1", "kari", {"n": 1})
    store.works.keep("w2", "kari", {"n": 2})
    store.works.keep("w3", "ola", {"n": 3})
    assert store.works.latest("kari") == ("w2", {"n": 2})
    store.works.keep("w1", "kari", {"n": 4})
    assert store.works.latest("kari") == ("w1", {"n": 4})
