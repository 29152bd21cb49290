"""Inputs are kept byte by byte, once, and never with an identity number."""

import pytest

import allocator
from allocator.store import Store, StoreError
from allocator.store.versions import VersionKind
from store.conftest import calculated

UPLOAD, REPAIR = VersionKind.UPLOAD, VersionKind.REPAIR


def test_an_input_comes_back_byte_by_byte(store: Store) -> None:
    given = calculated()
    kept = store.versions.keep(given.files, given.inputs, UPLOAD, "kari")
    assert store.versions.files(kept.id) == given.files
    assert store.versions.get(kept.id) == kept
    assert (kept.sha256, kept.kind, kept.parent, kept.by) == (
        given.inputs.sha256, "upload", "", "kari",
    )  # fmt: skip
    assert kept.names == tuple(sorted(given.files))
    assert kept.kept_at.tzinfo is not None


def test_an_input_with_errors_is_kept_too(store: Store) -> None:
    files = {"tiltak.csv": b"\xff\x00;;nonsense"}
    kept = store.versions.keep(files, allocator.read(files), UPLOAD, "kari")
    assert store.versions.files(kept.id) == files


@pytest.mark.parametrize(
    ("kind", "by", "same"),
    [(UPLOAD, "kari", True), (UPLOAD, "ola", False), (REPAIR, "kari", False)],
)
def test_the_same_again_is_the_same_version(
    store: Store, kind: VersionKind, by: str, same: bool
) -> None:
    given = calculated()
    first = store.versions.keep(given.files, given.inputs, UPLOAD, "kari")
    again = store.versions.keep(given.files, given.inputs, kind, by)
    assert (again.id == first.id) is same
    assert store.versions.files(again.id) == given.files
    assert len(store.versions.newest()) == (1 if same else 2)


def test_the_same_files_by_other_names_are_another_version(store: Store) -> None:
    given = calculated()
    first = store.versions.keep(given.files, given.inputs, UPLOAD, "kari")
    renamed = {f"ny_{name}": data for name, data in given.files.items()}
    other = store.versions.keep(renamed, given.inputs, UPLOAD, "kari")
    assert other.id != first.id
    assert store.versions.files(other.id) == renamed


def test_a_repair_leads_back_to_what_it_was_made_from(store: Store) -> None:
    given, repaired = calculated(), calculated(((b"B1", b"B7"),))
    first = store.versions.keep(given.files, given.inputs, UPLOAD, "kari")
    second = store.versions.keep(repaired.files, repaired.inputs, REPAIR, "kari", first.id)
    assert second.parent == first.id
    undone = store.versions.keep(given.files, given.inputs, REPAIR, "kari", second.id)
    assert undone.parent == second.id
    assert [each.id for each in store.versions.newest()] == [undone.id, second.id, first.id]
    assert [each.id for each in store.versions.newest(1)] == [undone.id]


def test_what_changes_nothing_is_no_new_version(store: Store) -> None:
    given = calculated()
    first = store.versions.keep(given.files, given.inputs, UPLOAD, "kari")
    assert store.versions.keep(given.files, given.inputs, REPAIR, "ola", first.id) == first


@pytest.mark.parametrize(
    ("name", "number"), [("tiltak.csv", "01815012352"), ("01815012352.csv", "B1")]
)
def test_an_identity_number_is_never_kept(store: Store, name: str, number: str) -> None:
    files = calculated().files | {name: f"beboer\r\n{number}\r\n".encode()}
    with pytest.raises(StoreError) as raised:
        store.versions.keep(files, allocator.read(files), UPLOAD, "kari")
    assert raised.value.key == "identity-number"
    assert store.versions.newest() == []


@pytest.mark.parametrize("parent", ["", "nothing"])
def test_what_is_not_there_is_said(store: Store, parent: str) -> None:
    given = calculated()
    for ask in (store.versions.get, store.versions.files):
        with pytest.raises(StoreError, match="nothing"):
            ask("nothing")
    if parent:
        with pytest.raises(StoreError, match="nothing"):
            store.versions.keep(given.files, given.inputs, REPAIR, "kari", parent)
        assert store.versions.newest() == []
