"""Mixed models by the formula of R's lme4: the engine counts cross-products, NumPy finds the optimum."""

from opora.analysis.mixed_models.model import FixedEffect, MixedModel, Spread, mixed_model
from opora.analysis.mixed_models.prediction import explained_rows

__all__ = ["FixedEffect", "MixedModel", "Spread", "explained_rows", "mixed_model"]
