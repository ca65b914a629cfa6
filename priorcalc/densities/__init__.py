"""The algebra of densities: from an expression to its Mellin transform and its exact mass, without integration."""

from priorcalc.densities.kernels import Found
from priorcalc.densities.transform import transform_of

__all__ = ["Found", "transform_of"]
