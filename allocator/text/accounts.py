"""The account of a sheet's rows as a sentence."""

from collections.abc import Mapping, Sequence

from allocator.text import translate


def account_sentence(
    sheet: str,
    read: int,
    left_out: Mapping[str, Sequence[str]],
    language: str,
    *,
    by_column: bool = False,
) -> str:
    """Say that the rows in the file are the rows read and the rows left out, each with its reason.

    Parameters
    ----------
    sheet
        The sheet's name as it may be shown.
    read
        How many rows were read.
    left_out
        Reason -> rows that were not, as people write them, and how many they are.

    >>> account_sentence("liste", 2, {"heading": ("1", "1")}, "en")
    'liste: 3 rows with content = 2 read + 1 left out (heading: 1).'
    """
    counts = [int(count) for _, count in left_out.values()]
    texts = [
        f"{translate('accounts', f'reason-{reason}', language)}: {rows}"
        for reason, (rows, _) in left_out.items()
    ]
    reasons = f" ({'; '.join(texts)})." if texts else "."
    return translate(
        "accounts",
        "account-columns" if by_column else "account",
        language,
        sheet=sheet,
        rows=read + sum(counts),
        read=read,
        left=sum(counts),
        reasons=reasons,
    )
