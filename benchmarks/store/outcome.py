"""What came of a measurement, as a line of a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What was done, what came of it, and how much of it was wrong.

    Parameters
    ----------
    what : was done. came : of it, in words. wrong : how many times something was wrong.
    """

    what: str
    came: str
    wrong: int

    def line(self, kind: str) -> str:
        """Return it as a line for a kind of database."""
        verdict = f"{self.wrong} WRONG" if self.wrong else "right"
        return f"{kind:<11} {self.what:<52} {verdict:<9} {self.came}"
