"""The kernels against mpmath, where x is tiny, moderate and huge."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from priorcalc.numeric import kernels


def at(kernel, t, u):
    t, u = np.array([t]), np.array([u])
    with np.errstate(all="ignore"):
        return float(kernel(t, np.exp(t - u), u)[0])


@pytest.mark.parametrize("x", [1e-300, 1e-12, 1e-8, 2e-8, 0.3, 1.0, 7.0, 40.0, 1e5])
def test_kernels_are_logs_of_the_normal_density_and_its_integrals(x):
    """φ(x)/λ, Φ(-x), Φ(x) - ½ at λ = 1, and x²."""
    with mpmath.workdps(40):
        z = mpmath.exp(mpmath.mpf(float(np.log(x))))
        log_phi = -z * z / 2 - mpmath.log(2 * mpmath.pi) / 2
        tail = mpmath.log(mpmath.erfc(z / mpmath.sqrt(2)) / 2) if x < 1e3 else log_phi - mpmath.log(z + 1 / z)
        expected = {
            kernels.density: log_phi,
            kernels.tail: tail,
            kernels.centre: mpmath.log(mpmath.erf(z / mpmath.sqrt(2)) / 2),
            kernels.log_square: 2 * mpmath.log(z),
        }
        for kernel, value in expected.items():
            assert abs(at(kernel, float(np.log(x)), 0.0) - value) <= 1e-13 + 2e-15 * abs(value), kernel.__name__


def test_noise_widens_the_gaussian_and_kappa_is_the_share_of_the_noise():
    """N(y; 0, λ² + r²) and κ = r²/(λ² + r²), at y = 2, λ = 3, r = ½."""
    variance = 9.25
    log_normal = -2 / variance - 0.5 * np.log(2 * np.pi * variance)
    plain = at(kernels.Noisy(float(np.log(0.5))), np.log(2.0), np.log(3.0))
    log_kappa = at(kernels.Kappa(float(np.log(0.5))), np.log(2.0), np.log(3.0))
    assert plain == pytest.approx(log_normal, rel=1e-14)
    assert np.exp(log_kappa) == pytest.approx(0.25 / variance, rel=1e-14)
