"""The checks: proof, enclosure, quadrature from the definition, Monte Carlo; evidence and certificates."""
