"""What has been calculated, kept by a key."""

from allocator.ui.shelf import Shelf


def test_it_is_made_once() -> None:
    shelf, made = Shelf(2), []
    for _ in range(3):
        assert shelf.get_or_create("a", lambda: made.append(1) or len(made)) == 1
    assert "a" in shelf


def test_the_one_unused_longest_goes_first() -> None:
    shelf = Shelf(2)
    for key in ("a", "b", "a", "c"):
        shelf.get_or_create(key, lambda key=key: key)
    assert ["a" in shelf, "b" in shelf, "c" in shelf] == [True, False, True]
    assert len(shelf) == 2
