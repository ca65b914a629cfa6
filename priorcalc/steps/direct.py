"""The weight prior as a textbook integrates it: one integral over the noise, brought to a known one.

With y = w²/(2σ₀²) and the variance v, ``p(w) = ∫ e^{-y/v} (2πvσ₀²)^{-1/2} p_v(v) dv``.  Four kernels p_v close it::

    v^{a-1} e^{-v/c}              Bessel's K     (as it stands)
    v^{-a-1} e^{-c/v}             Euler's Γ      (t = 1/v)
    v^{a-1} (1 + v/c)^{-a-b}      Tricomi's U    (t = c/v)
    v^{a-1} (1 - v/c)^{b-1}       Tricomi's U    (v = c/(1 + t)),    c the upper end
    v^{-a-1}, v > c               incomplete Γ   (t = c/v)
"""
