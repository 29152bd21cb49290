"""What the stages cost: solver, method, programmes, second tries and seconds, stage by stage."""

from dataclasses import dataclass, field


@dataclass
class StageStatistics:
    """What one stage cost.

    Parameters
    ----------
    solver, method : what solved it, the last one where it took several.
    programmes : how often a solver was called.
    second_tries : programmes that the first call gave no proven optimum of.
    seconds : inside the solver [s].
    """

    solver: str
    method: str
    programmes: int = 0
    second_tries: int = 0
    seconds: float = 0.0


@dataclass
class SolverStatistics:
    """What each stage cost, in the order in which they began."""

    stages: dict[str, StageStatistics] = field(default_factory=dict)

    def add(
        self, stage: str, solver: str, method: str, seconds: float, second_try: bool = False
    ) -> None:
        """Count one programme, or one more try of it."""
        own = self.stages.setdefault(stage, StageStatistics(solver, method))
        own.solver, own.method = solver, method
        own.programmes += 1
        own.second_tries += second_try
        own.seconds += seconds

    def count_as_second_try(self) -> None:
        """Say of every stage that the unit was solved once more, in the other way."""
        for own in self.stages.values():
            own.second_tries += 1

    @property
    def second_tries(self) -> int:
        """How often a second try was needed in all stages."""
        return sum(own.second_tries for own in self.stages.values())
