"""`allocator db`: makes, upgrades, copies, restores and verifies the store."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allocator.cli.kept import refusing
from allocator.cli.options import usage_error
from allocator.cli.terminal import complain, show, wrapped
from allocator.sanitise import sanitise
from allocator.text import translate

if TYPE_CHECKING:
    from allocator.store.database import Database

ACTIONS: Final = ("init", "upgrade", "backup", "restore", "verify", "where")
_WITH_FILE = ("backup", "restore")
_DAMAGED = 4


def db_command(action: str, file: Path | None, replace: bool, language: str) -> int:
    """Do one thing with the store; 4 where `verify` finds that something is damaged.

    Raises
    ------
    CommandError : a file is missing or too much. Refusal : the store cannot be used.
    """
    if (file is not None) != (action in _WITH_FILE) or (replace and action != "restore"):
        key = "db-file" if action in _WITH_FILE else "db-no-file"
        raise usage_error("db", translate("cli", key, language, action=action), language)
    with refusing(language):
        from allocator.store.database import Database, address_given

        with closing(Database(address_given())) as database:
            return _done(action, database, file, replace, language)


def _done(
    action: str, database: "Database", file: Path | None, replace: bool, language: str
) -> int:
    from allocator.store.upgrade import opened

    if action == "init":
        return _init(database, language)
    if action == "upgrade":
        return _upgrade(database, language)
    if action == "restore" and file is not None:
        return _restore(database, file, replace, language)
    opened(database)
    if action == "backup" and file is not None:
        return _backup(database, file, language)
    return _verify(database, language) if action == "verify" else _where(database, language)


def _init(database: "Database", language: str) -> int:
    from allocator.store import StoreError
    from allocator.store.upgrade import opened, upgraded

    try:
        opened(database)
    except StoreError as error:
        if error.key != "empty":
            raise
        upgraded(database)
    _confirm("db-ready", language, database)
    return 0


def _upgrade(database: "Database", language: str) -> int:
    from allocator.store.schema import HEAD
    from allocator.store.upgrade import upgraded

    before = upgraded(database)
    key = "db-upgraded" if before != HEAD else "db-new-already"
    _confirm(key, language, database, before=before or "–", now=HEAD)
    return 0


def _backup(database: "Database", file: Path, language: str) -> int:
    from allocator.store.backup import back_up

    runs = back_up(database, file)
    _confirm("db-backed-up", language, database, name=sanitise(file), runs=runs)
    return 0


def _restore(database: "Database", file: Path, replace: bool, language: str) -> int:
    from allocator.store.backup import restore
    from allocator.store.person import account

    runs = restore(database, file, account(), replace=replace)
    _confirm("db-restored", language, database, name=sanitise(file), runs=runs)
    return 0


def _verify(database: "Database", language: str) -> int:
    from allocator.store.faults import faults

    wrong = faults(database)
    for fault in wrong:
        complain(*wrapped(fault.message(language)))
    _confirm("db-damaged" if wrong else "db-whole", language, database, count=len(wrong))
    return _DAMAGED if wrong else 0


def _where(database: "Database", language: str) -> int:
    from allocator.store.upgrade import revision_of

    show(database.where)
    _confirm("db-schema", language, database, revision=revision_of(database))
    return 0


def _confirm(key: str, language: str, database: "Database", **facts: object) -> None:
    show(*wrapped(translate("cli", key, language, where=database.where, **facts)))
