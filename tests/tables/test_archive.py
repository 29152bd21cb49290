"""A zip file of tables is read as the folder that it is, or refused whole with a reason."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from allocator.tables import read
from allocator.tables.bounds import MAX_FILES
from allocator.tables.mapping.proposal import propose
from allocator.ui.sources import OWN, InputSource, archive

from .small import Small, said
from .test_identity import NUMBER

Files = dict[str, bytes]


def packed(files: Files, **changes: object) -> bytes:
    """A zip file of these files; `changes` are of every part's own record."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in changes.items():
                setattr(info, key, value)
            target.writestr(info, data)
    return stream.getvalue()


def tables() -> Files:
    return {f"{name}": data for name, data in Small().files().items()}


def codes(files: Files) -> list[str]:
    return [notice.code for notice in said(read(files), "error")]


def refusal(data: bytes, name: str = "plan.zip") -> str:
    """Why a zip file is refused, and that it is refused in both languages, whole."""
    (notice,) = read({name: data}).notices
    assert notice.code == "zip-refused", notice
    assert "{" not in notice.message("nb") + notice.message("en")
    return notice.facts["what_en"]


def test_a_zip_file_is_the_folder_that_was_packed(tmp_path: Path) -> None:
    for folder in ("", "Plan for mai/"):
        data = packed({folder + name: data for name, data in tables().items()})
        path = tmp_path / "plan.zip"
        path.write_bytes(data)
        for given in (path, {"plan.zip": data}):
            inputs = read(given)
            assert inputs.notices == read(tables()).notices
            assert inputs.sha256 == read(tables()).sha256
            for name, frame in read(tables()).tables.items():
                assert frame.equals(inputs.tables[name]), name


def test_what_the_page_hands_out_is_read_again() -> None:
    own = InputSource(OWN, "", tables())
    name, data, _ = archive(own)
    assert name.endswith(".zip")
    assert read({name: data}).sha256 == own.sha256


def test_a_mapping_may_lie_beside_it_or_in_it(tmp_path: Path) -> None:
    mapping = b'ark:\n  Ark1:\n    tabell: "-"\n'
    files = tables() | {"Ark1.csv": b"a;b\r\n1;2\r\n"}
    (tmp_path / "plan.zip").write_bytes(packed(files))
    (tmp_path / "plan.mapping.yaml").write_bytes(mapping)
    with_mapping = read(files | {"plan.mapping.yaml": mapping})
    assert read(tmp_path / "plan.zip").notices == with_mapping.notices
    inside = packed(files | {"plan.mapping.yaml": mapping})
    assert read({"plan.zip": inside}).notices == with_mapping.notices
    assert read({"plan.zip": packed(files)}).notices != with_mapping.notices


def test_what_systems_put_there_unseen_is_no_table() -> None:
    unseen = {"__MACOSX/._enhet.csv": b"x", ".DS_Store": b"x", "~$plan.xlsx": b"x"}
    assert read({"plan.zip": packed(tables() | unseen)}).notices == read(tables()).notices


def test_a_file_in_it_that_is_not_read_is_said() -> None:
    with_note = {"plan.zip": packed(tables() | {"notat.pdf": b"%PDF"})}
    assert [n.code for n in read(with_note).notices if n.table == "notat.pdf"] == ["file-ignored"]


def test_a_list_in_it_gets_a_proposal() -> None:
    listed = b"Bruker;Tjeneste;Varighet;Frekvens\r\nB1;15;30;2x/d\r\n"
    files = {"liste.csv": listed}
    assert propose({"liste.zip": packed(files)}) == propose(files) != ""


@pytest.mark.parametrize(
    "name", ["../enhet.csv", "a/../../enhet.csv", "/enhet.csv", "C:/enhet.csv", "..\\enhet.csv"]
)
def test_a_name_that_leads_out_of_it_is_refused(name: str) -> None:
    assert refusal(packed(tables() | {name: b"x"})) == "a name in it leads out of it"


def test_nothing_else_than_files_of_one_folder_is_unpacked() -> None:
    assert "several folders" in refusal(packed(tables() | {"gammelt/vakter.csv": b"x"}))
    assert "zip file in it" in refusal(packed(tables() | {"mer.zip": packed(tables())}))
    assert "links" in refusal(packed(tables(), external_attr=0o120777 << 16))
    assert "unusual" in refusal(lzma())


def lzma() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("enhet.csv", b"enhet\r\nA\r\n")
    return stream.getvalue()


def test_a_password_and_damage_are_said() -> None:
    data = bytearray(packed(tables()))
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    assert "password" in refusal(bytes(data))
    whole = packed({"enhet.csv": os.urandom(4000)})
    torn = bytearray(whole)
    torn[200] ^= 0xFF
    assert "damaged" in refusal(bytes(torn))
    assert "damaged" in refusal(whole[:2000])


def test_it_is_measured_before_it_is_unpacked() -> None:
    bomb = packed({"vakter.csv": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    assert codes({"plan.zip": bomb}) == ["input-too-large"]
    many = packed({f"{number}.csv": b"" for number in range(MAX_FILES + 1)})
    assert codes({"plan.zip": many}) == ["too-many-files"]


def test_a_zip_file_that_declares_less_than_it_holds_gives_no_more() -> None:
    """The directory is binding: what is longer than it says is damaged."""
    data = bytearray(packed({"vakter.csv": b"0" * 30_000_000}))
    start = data.find(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 10)
    assert "damaged" in refusal(bytes(data))


def test_two_files_of_one_name_are_an_error() -> None:
    stream = io.BytesIO(packed({"enhet.csv": b"x"}))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as target:
        target.writestr("enhet.csv", b"y")
    assert codes({"plan.zip": stream.getvalue()}) == ["file-twice"]


def test_beside_other_files_it_is_not_clear_which_hold(tmp_path: Path) -> None:
    files = tables() | {"alt.zip": packed(tables())}
    assert codes(files) == ["zip-not-alone"]
    for name, data in (tables() | {"bilder.zip": packed(tables())}).items():
        (tmp_path / name).write_bytes(data)
    assert said(read(tmp_path), "error") == []
    assert "file-ignored" in [notice.code for notice in read(tmp_path).notices]


def test_a_number_in_a_zip_file_is_an_error_and_never_shown() -> None:
    for name, data in (
        (f"{NUMBER}.zip", packed(tables())),
        ("plan.zip", packed({f"{NUMBER}/{name}": data for name, data in tables().items()})),
        ("plan.zip", packed(tables() | {f"{NUMBER}.csv": b"a\r\n1\r\n"})),
    ):
        notices = said(read({name: data}), "error")
        assert "identity-number-in-name" in [notice.code for notice in notices]
        assert not any(NUMBER in str(notice) + notice.message() for notice in notices)
    assert "identity number" in refusal(packed(tables(), comment=NUMBER.encode()))


def test_a_workbook_under_the_name_of_a_zip_file_is_no_archive(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "plan.zip"
    openpyxl.Workbook().save(path)
    assert "zip-refused" not in [notice.code for notice in read(path).notices]
