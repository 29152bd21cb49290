"""Python's search for cycles is as it was after a file is read, whatever came of it."""

import gc

import pytest

from allocator.tables.collection import collection_paused


@pytest.mark.parametrize("enabled", [True, False])
def test_it_is_paused_and_then_as_it_was(enabled: bool) -> None:
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), collection_paused():
            1 // gc.isenabled()  # by 0, for it is paused
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
