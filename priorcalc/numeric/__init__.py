"""Numbers in floats, from the measure alone: densities, distribution functions, quantiles, moments, draws."""
