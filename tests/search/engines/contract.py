"""What every engine must do; an engine's own module subclasses this and provides the `engine` fixture."""

from tests.search.engines.contract_finding import FindingContract, find, ids
from tests.search.engines.contract_keeping import KeepingContract
from tests.search.engines.contract_ranking import RankingContract

__all__ = ["EngineContract", "RankingContract", "find", "ids"]


class EngineContract(FindingContract, RankingContract, KeepingContract):
    """Subclass it and give it a fixture `engine` that returns an empty engine, rebuilt once."""
