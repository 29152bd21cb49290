"""What is kept: inputs, runs, answers, reviews, links and the work of people.

Embedded SQLite, a file made on first use, or PostgreSQL (`ALLOCATOR_DATABASE_URL`). The package
needs the extra `store`, and `postgresql` for a server.
"""

from allocator.store.errors import StoreError
from allocator.store.store import Store, open_store

__all__ = ["Store", "StoreError", "open_store"]
