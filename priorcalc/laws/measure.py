from priorcalc.measure import *  # noqa: F403
from priorcalc.measure import Atoms, Blend, Density, Lattice, Measure, Opaque, Power, Product, Sampler  # noqa: F401
