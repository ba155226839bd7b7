"""Goals, objectives and the figures of each objective."""

from humus.strategy.models.figure import TargetValue
from humus.strategy.models.goal import Goal
from humus.strategy.models.objective import Objective

__all__ = ["Goal", "Objective", "TargetValue"]
