"""The store: one database, and what is kept in it."""

from allocator.store.answers import KeptAnswers
from allocator.store.database import Database, address_given
from allocator.store.errors import StoreError
from allocator.store.links import Links
from allocator.store.reviews import Reviews
from allocator.store.runs import Runs
from allocator.store.upgrade import opened
from allocator.store.versions import Versions
from allocator.store.works import Works


class Store:
    """What is kept, by what it is.

    Parameters
    ----------
    database : whose schema this program can use.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.versions = Versions(database)
        self.runs = Runs(database)
        self.answers = KeptAnswers(database)
        self.reviews = Reviews(database)
        self.links = Links(database)
        self.works = Works(database)


def open_store(address: str = "") -> Store:
    """Open the store, made first where it is a file that is not there.

    Parameters
    ----------
    address : `sqlite:///…` or `postgresql://…`; where it is empty, `ALLOCATOR_DATABASE_URL`, else
        a file in the user's own folder.

    Raises
    ------
    StoreError : it cannot be reached or made, or its schema is not one that this program can use.
    """
    database = Database(address or address_given())
    try:
        opened(database)
    except StoreError:
        database.close()
        raise
    return Store(database)
