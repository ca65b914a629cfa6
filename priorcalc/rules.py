"""The rules of the derivations, as data: what each says, when it holds, where it is from.

A derivation is a chain of steps, and each step cites one rule of this table by its id.
``f(y) ↔ F(s)`` reads ``∫ y**(s-1) f(y) dy = F(s)`` over y > 0, on the strip that the
assumptions name.  The proofs stand in docs/theory.md under the number in ``equation``;
tests/test_rules.py compares both sides of every identity at random points, to 25 digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from priorcalc.errors import PriorcalcError, close_matches, remedy


class UnknownRuleError(PriorcalcError, LookupError):
    """No rule bears that id."""


@dataclass(frozen=True)
class Rule:
    """One rule: its id, its name, the statement as text and as LaTeX, and where it holds and comes from."""

    id: str
    name: str
    statement: str
    latex: str
    assumptions: str
    citation: str
    equation: str

    def __str__(self) -> str:
        """The rule in one line."""
        return f"{self.name} ({self.equation}): {self.statement}"


_AM = "Andrews & Mallows (1974), J. R. Statist. Soc. B 36, 99-102"
_EPSTEIN = "Epstein (1948), Ann. Math. Statist. 19, 370-379"
_FKN = "Fang, Kotz & Ng (1990), Symmetric Multivariate and Related Distributions"
_JKB1 = "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1"
_JKB2 = "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2"
_JORGENSEN = "Jørgensen (1982), Statistical Properties of the Generalized Inverse Gaussian Distribution"
_WEST = "West (1987), Biometrika 74, 646-648"

_TABLE = (
    Rule("definition", "Definition", "w = σ₀·λ·z with z ~ N(0, 1), so w | λ ~ N(0, λ²σ₀²)",
         r"w=\sigma_0\lambda z,\quad w\mid\lambda\sim N(0,\lambda^2\sigma_0^2)",
         "λ and z independent, σ₀ > 0", "Nalisnick, Hernández-Lobato & Smyth (2019), PMLR 97, 4712-4722", "1"),
    Rule("fold", "Folding of the sign", "p_|λ|(x) = p_λ(x) + p_λ(-x) for x > 0",
         r"p_{|\lambda|}(x)=p_\lambda(x)+p_\lambda(-x)", "x > 0; z is symmetric: λ·z and |λ|·z have one law", _AM, "2"),
    Rule("change-of-variables", "Change of variables λ → λ²", "p_v(v) = p_|λ|(√v) / (2√v)",
         r"p_v(v)=\frac{p_{|\lambda|}(\sqrt{v})}{2\sqrt{v}}", "v > 0; |λ| has a density",
         "Feller (1971), An Introduction to Probability Theory, vol. II, section II.3", "3"),
    Rule("mixture-integral", "Mixture integral", "p(w) = ∫ N(w; 0, λ²σ₀²) p_|λ|(λ) dλ over λ > 0",
         r"p(w)=\int_0^\infty\frac{e^{-w^2/(2\lambda^2\sigma_0^2)}}{\sqrt{2\pi}\,\lambda\sigma_0}\,p_{|\lambda|}(\lambda)\,d\lambda",
         "P(λ = 0) = 0, w ≠ 0", f"{_AM}; {_WEST}", "4"),
    Rule("mellin-definition", "Mellin transform", "M_X(s) = E[X^(s-1)]", r"M_X(s)=E\left[X^{s-1}\right]",
         "X > 0, s in the strip where the expectation is finite; it holds Re s = 1", f"{_EPSTEIN}; DLMF 1.14(iv)", "5"),
    Rule("product", "Product", "M_XY(s) = M_X(s)·M_Y(s)", r"M_{XY}(s)=M_X(s)\,M_Y(s)",
         "X and Y independent and positive, s in both strips", _EPSTEIN, "6"),
    Rule("power", "Power", "the transform of X^k at s is that of X at 1 + k(s-1)", r"M_{X^k}(s)=M_X(1+k(s-1))",
         "X > 0, k real, k ≠ 0", _EPSTEIN, "7"),
    Rule("gauss-multiplication", "Gauss's multiplication formula",
         "Γ(nz) = (2π)^((1-n)/2) n^(nz-1/2) ∏ Γ(z + k/n), k = 0 … n-1",
         r"\Gamma(nz)=(2\pi)^{(1-n)/2}\,n^{nz-1/2}\prod_{k=0}^{n-1}\Gamma\left(z+\frac{k}{n}\right)",
         "n = 1, 2, …; nz not 0, -1, -2, …", "DLMF 5.5.6", "8"),
    Rule("duplication", "Legendre's duplication formula", "Γ(2z) = 2^(2z-1) Γ(z) Γ(z + 1/2) / √π",
         r"\Gamma(2z)=\pi^{-1/2}\,2^{2z-1}\,\Gamma(z)\,\Gamma\left(z+\frac{1}{2}\right)",
         "2z not 0, -1, -2, …", "DLMF 5.5.5", "9"),
    Rule("scale", "Scale", "M_cX(s) = c^(s-1) M_X(s)", r"M_{cX}(s)=c^{s-1}M_X(s)", "c > 0 constant", _EPSTEIN, "10"),
    Rule("recurrence", "Recurrence of the gamma function", "Γ(z+1) = z Γ(z)", r"\Gamma(z+1)=z\,\Gamma(z)",
         "z not 0, -1, -2, …", "DLMF 5.5.1", "11"),
    Rule("reflection", "Reflection of the gamma function", "Γ(z) Γ(1-z) = π / sin(πz)",
         r"\Gamma(z)\,\Gamma(1-z)=\frac{\pi}{\sin\pi z}", "z not an integer", "DLMF 5.5.3", "12"),
    Rule("division", "Uniqueness", "M_X / M_Y = 1 on a common strip ⇒ X and Y have one law",
         r"\frac{M_X(s)}{M_Y(s)}=1\;\Rightarrow\;X\overset{d}{=}Y",
         "X, Y > 0; on an open strip that holds Re s = 1, where M is the characteristic function of ln X",
         "Zolotarev (1957), Theory Probab. Appl. 2, 433-460", "13"),
    Rule("chi", "Norm of a normal vector", "M(s) = 2^((s-1)/2) Γ((n+s-1)/2) / Γ(n/2) for ‖z‖, z ~ N(0, Iₙ)",
         r"M_{\chi_n}(s)=2^{(s-1)/2}\,\frac{\Gamma\left(\frac{n+s-1}{2}\right)}{\Gamma\left(\frac{n}{2}\right)}",
         "n > 0, Re s > 1 - n; n = 1 is |z|", f"{_JKB1}, ch. 18", "14"),
    Rule("scale-mixture", "Transforms of v and of w", "M_v(s) = M_λ(2s-1) and M_|w|(s) = σ₀^(s-1) M_λ(s) M_|z|(s)",
         r"M_{\lambda^2}(s)=M_\lambda(2s-1),\quad M_{|w|}(s)=\sigma_0^{s-1}M_\lambda(s)M_{|z|}(s)",
         "λ ≠ 0, independent of z", f"{_EPSTEIN}; {_AM}", "15"),
    Rule("spike", "Spike at zero", "p(w) = (1-p) δ₀(w) + p·p(w | λ ≠ 0)",
         r"p(w)=(1-p)\,\delta_0(w)+p\;p(w\mid\lambda\neq0)", "P(λ ≠ 0) = p",
         "Mitchell & Beauchamp (1988), J. Am. Statist. Assoc. 83, 1023-1032", "16"),
    Rule("blend", "Mixture of laws", "λ ~ Σ πᵢ Lᵢ ⇒ p(w) = Σ πᵢ p(w | λ ~ Lᵢ)",
         r"\lambda\sim\sum_i\pi_iL_i\;\Rightarrow\;p(w)=\sum_i\pi_i\,p(w\mid\lambda\sim L_i)",
         "Σ πᵢ = 1; finite or convergent sum", _WEST, "17"),
    Rule("poisson-mixture", "Poisson mixture", "|N(μ, σ²)| is σ·χ with 2n+1 degrees of freedom, n ~ Poisson(μ²/2σ²)",
         r"p_{|\lambda|}(x)=\sum_{n=0}^\infty e^{-\theta}\frac{\theta^n}{n!}\,p_{\sigma\chi_{2n+1}}(x),"
         r"\quad \theta=\frac{\mu^2}{2\sigma^2}",
         "σ > 0, μ real", f"{_JKB2}, ch. 29", "18"),
    Rule("log-normal", "Transform of the log-normal law", "M(s) = exp(μ(s-1) + σ²(s-1)²/2)",
         r"M(s)=e^{\mu(s-1)+\sigma^2(s-1)^2/2}", "ln X ~ N(μ, σ²)",
         f"{_JKB1}, ch. 14", "19"),
    Rule("inversion", "Inversion of the transform", "f(y) = (1/2πi) ∫ y^(-s) F(s) ds along Re s = c",
         r"f(y)=\frac{1}{2\pi i}\int_{c-i\infty}^{c+i\infty}y^{-s}F(s)\,ds",
         "c in the strip, F integrable along the line, f continuous", "DLMF 1.14(iv)", "20"),
    Rule("meijer-g", "Meijer's G-function",
         "G(y | a; b) ↔ ∏ Γ(b+s) ∏ Γ(1-a-s) over b₁…b_m, a₁…a_n / ∏ Γ(1-b-s) ∏ Γ(a+s) over the rest",
         r"G^{m,n}_{p,q}(y)\leftrightarrow\frac{\prod_{j=1}^m\Gamma(b_j+s)\prod_{j=1}^n\Gamma(1-a_j-s)}"
         r"{\prod_{j=m+1}^q\Gamma(1-b_j-s)\prod_{j=n+1}^p\Gamma(a_j+s)}",
         "the strip separates the poles of Γ(b+s) from those of Γ(1-a-s), and the integral (inversion) converges",
         "DLMF 16.17.1", "21"),
    Rule("mirror", "Both signs", "p(w) = p_|w|(|w|)/2 = √y f(y)/c with y = w²/c²",
         r"p(w)=\frac{1}{2}\,p_{|w|}(|w|)=\frac{\sqrt{y}\,f(y)}{c},\quad y=\frac{w^2}{c^2}",
         "w symmetric, |w| = c√Y, Y has density f, c > 0", _AM, "22"),
    Rule("shift", "Shift and stretch", "y^a f(y) ↔ F(s+a), f(y^k) ↔ F(s/k)/k",
         r"y^af(y)\leftrightarrow F(s+a),\quad f(y^k)\leftrightarrow\frac{1}{k}\,F\left(\frac{s}{k}\right)",
         "k > 0; the strip moves along", "DLMF 1.14(iv)", "23"),
    Rule("reciprocal", "Reciprocal", "f(1/y) ↔ F(-s)", r"f(1/y)\leftrightarrow F(-s)", "-s in the strip of F",
         "DLMF 1.14(iv)", "24"),
    Rule("inverse-exp", "Inverse: exponential", "y^a e^(-y) ↔ Γ(a+s)", r"y^ae^{-y}\leftrightarrow\Gamma(a+s)",
         "Re s > -a", "DLMF 5.2.1", "25"),
    Rule("inverse-lognormal", "Inverse: log-normal", "e^(-(ln y)²/2σ²) / (√(2π) σ) ↔ e^(σ²s²/2)",
         r"\frac{1}{\sqrt{2\pi}\,\sigma}\,e^{-(\ln y)^2/(2\sigma^2)}\leftrightarrow e^{\sigma^2s^2/2}", "σ > 0, all s",
         f"{_JKB1}, ch. 14", "26"),
    Rule("inverse-binomial", "Inverse: binomial", "y^a (1+y)^(-a-b) ↔ Γ(a+s) Γ(b-s) / Γ(a+b)",
         r"y^a(1+y)^{-a-b}\leftrightarrow\frac{\Gamma(a+s)\,\Gamma(b-s)}{\Gamma(a+b)}", "-a < Re s < b", "DLMF 5.12.3",
         "27"),
    Rule("inverse-beta", "Inverse: beta", "y^a (1-y)^(b-1) on (0, 1) ↔ Γ(b) Γ(a+s) / Γ(a+b+s)",
         r"y^a(1-y)^{b-1}\leftrightarrow\frac{\Gamma(b)\,\Gamma(a+s)}{\Gamma(a+b+s)}",
         "0 < y < 1, b > 0, Re s > -a", "DLMF 5.12.1", "28"),
    Rule("inverse-bessel-k", "Inverse: Bessel", "2 y^((a+b)/2) K_{a-b}(2√y) ↔ Γ(a+s) Γ(b+s)",
         r"2\,y^{(a+b)/2}K_{a-b}(2\sqrt{y})\leftrightarrow\Gamma(a+s)\,\Gamma(b+s)",
         "Re s > -min(a, b)", "DLMF 10.43.19", "29"),
    Rule("inverse-tricomi", "Inverse: Tricomi", "Γ(a+c) Γ(b+c) y^a U(a+c, 1+a-b, y) ↔ Γ(a+s) Γ(b+s) Γ(c-s)",
         r"\Gamma(a+c)\,\Gamma(b+c)\,y^a\,U(a+c,1+a-b,y)\leftrightarrow\Gamma(a+s)\,\Gamma(b+s)\,\Gamma(c-s)",
         "-min(a, b) < Re s < c", "DLMF 13.4.17", "30"),
    Rule("inverse-tricomi-exp", "Inverse: Tricomi with an exponential",
         "y^a e^(-y) U(c-b, 1+a-b, y) ↔ Γ(a+s) Γ(b+s) / Γ(c+s)",
         r"y^ae^{-y}\,U(c-b,1+a-b,y)\leftrightarrow\frac{\Gamma(a+s)\,\Gamma(b+s)}{\Gamma(c+s)}",
         "Re s > -min(a, b)", "DLMF 13.4.18", "31"),
    Rule("inverse-expint", "Inverse: exponential integral",
         "y^a E₁(y) ↔ Γ(a+s)² / Γ(a+1+s), y^a e^y E₁(y) ↔ Γ(a+s)² Γ(1-a-s)",
         r"y^aE_1(y)\leftrightarrow\frac{\Gamma(a+s)^2}{\Gamma(a+1+s)},"
         r"\quad y^ae^yE_1(y)\leftrightarrow\Gamma(a+s)^2\,\Gamma(1-a-s)",
         "Re s > -a; for the second also Re s < 1 - a", "DLMF 6.2.1, 13.4.17, 13.6.6", "32"),
    Rule("inverse-erfc", "Inverse: complementary error function",
         "y^a erfc(√y) ↔ Γ(a+s) Γ(a+½+s) / (√π Γ(a+1+s)), y^a e^y erfc(√y) ↔ Γ(a+s) Γ(a+½+s) Γ(½-a-s) / π",
         r"y^a\mathrm{erfc}\sqrt{y}\leftrightarrow\frac{\Gamma(a+s)\,\Gamma(a+\frac{1}{2}+s)}{\sqrt{\pi}\,\Gamma(a+1+s)},"
         r"\quad y^ae^y\mathrm{erfc}\sqrt{y}"
         r"\leftrightarrow\frac{1}{\pi}\Gamma(a+s)\,\Gamma(a+\frac{1}{2}+s)\,\Gamma(\frac{1}{2}-a-s)",
         "Re s > -a; for the second also Re s < 1/2 - a", "DLMF 7.2.2, 13.4.17, 13.6.8", "33"),
    Rule("inverse-incomplete-gamma", "Inverse: incomplete gamma",
         "y^a Γ(b, y) ↔ Γ(a+b+s)/(a+s), y^a γ(b, y) ↔ -Γ(a+b+s)/(a+s)",
         r"y^a\,\Gamma(b,y)\leftrightarrow\frac{\Gamma(a+b+s)}{a+s},"
         r"\quad y^a\,\gamma(b,y)\leftrightarrow-\frac{\Gamma(a+b+s)}{a+s}",
         "Re s > -min(a, a+b) for the first; b > 0, -a-b < Re s < -a for the second", "DLMF 8.2.1, 8.2.2", "34"),
    Rule("inverse-kummer", "Inverse: Kummer", "y^a ₁F₁(a+b; a+c; -y) Γ(a+b)/Γ(a+c) ↔ Γ(a+s) Γ(b-s) / Γ(c-s)",
         r"\frac{\Gamma(a+b)}{\Gamma(a+c)}\,y^a\,{}_1F_1(a+b;a+c;-y)\leftrightarrow\frac{\Gamma(a+s)\,\Gamma(b-s)}{\Gamma(c-s)}",
         "-a < Re s < b; a+c not 0, -1, …", "DLMF 13.4.16", "35"),
    Rule("inverse-gauss", "Inverse: Gauss at -y",
         "y^a ₂F₁(a+b, a+c; a+d; -y) Γ(a+b) Γ(a+c)/Γ(a+d) ↔ Γ(a+s) Γ(b-s) Γ(c-s) / Γ(d-s)",
         r"\frac{\Gamma(a+b)\,\Gamma(a+c)}{\Gamma(a+d)}\,y^a\,{}_2F_1(a+b,a+c;a+d;-y)\leftrightarrow"
         r"\frac{\Gamma(a+s)\,\Gamma(b-s)\,\Gamma(c-s)}{\Gamma(d-s)}",
         "-a < Re s < min(b, c); a+d not 0, -1, …", "DLMF 15.6.6", "36"),
    Rule("inverse-gauss-complement", "Inverse: Gauss at 1-y",
         "y^a ₂F₁(a+c, a+d; a+b+c+d; 1-y) Γ(a+c)Γ(a+d)Γ(b+c)Γ(b+d)/Γ(a+b+c+d) ↔ Γ(a+s) Γ(b+s) Γ(c-s) Γ(d-s)",
         r"\frac{\Gamma(a+c)\,\Gamma(a+d)\,\Gamma(b+c)\,\Gamma(b+d)}{\Gamma(a+b+c+d)}\,y^a\,{}_2F_1(a+c,a+d;a+b+c+d;1-y)"
         r"\leftrightarrow\Gamma(a+s)\,\Gamma(b+s)\,\Gamma(c-s)\,\Gamma(d-s)",
         "-min(a, b) < Re s < min(c, d)", "DLMF 15.6.7", "37"),
    Rule("inverse-logarithm", "Inverse: logarithm", "y^a ln y / (y-1) ↔ Γ(a+s)² Γ(1-a-s)²",
         r"\frac{y^a\ln y}{y-1}\leftrightarrow\Gamma(a+s)^2\,\Gamma(1-a-s)^2", "-a < Re s < 1 - a",
         "DLMF 15.6.7, 15.4.1", "38"),
    Rule("inverse-gauss-unit", "Inverse: Gauss on (0, 1)",
         "y^a (1-y)^(e-1) ₂F₁(c-b, d-b; e; 1-y)/Γ(e) on (0, 1) ↔ Γ(a+s) Γ(b+s) / (Γ(c+s) Γ(d+s)), e = c+d-a-b",
         r"\frac{y^a(1-y)^{e-1}}{\Gamma(e)}\,{}_2F_1(c-b,d-b;e;1-y)\leftrightarrow"
         r"\frac{\Gamma(a+s)\,\Gamma(b+s)}{\Gamma(c+s)\,\Gamma(d+s)},\quad e=c+d-a-b",
         "0 < y < 1, e > 0, Re s > -min(a, b)", "Springer & Thompson (1970), SIAM J. Appl. Math. 18, 721-737", "39"),
    Rule("bessel-half-integer", "Bessel function of half-integer order",
         "K_{n+1/2}(z) = √(π/2z) e^(-z) Σ (n+k)! / (k! (n-k)! (2z)^k), k = 0 … n",
         r"K_{n+1/2}(z)=\sqrt{\frac{\pi}{2z}}\,e^{-z}\sum_{k=0}^n\frac{(n+k)!}{k!\,(n-k)!\,(2z)^k}",
         "n = 0, 1, 2, …, z > 0", "DLMF 10.39.2, 10.49.12", "40"),
    Rule("bessel-symmetry", "The order of K has no sign", "K_{-ν}(z) = K_ν(z)", r"K_{-\nu}(z)=K_\nu(z)", "z > 0",
         "DLMF 10.27.3", "41"),
    Rule("tricomi-kummer", "Kummer's transformation of U", "U(a, b, z) = z^(1-b) U(a-b+1, 2-b, z)",
         r"U(a,b,z)=z^{1-b}\,U(a-b+1,2-b,z)", "z > 0", "DLMF 13.2.40", "42"),
    Rule("tricomi-incomplete-gamma", "U and the incomplete gamma function",
         "U(a, a, z) = e^z Γ(1-a, z); U(1, 1, z) = e^z E₁(z)", r"U(a,a,z)=e^z\,\Gamma(1-a,z),\quad U(1,1,z)=e^zE_1(z)",
         "z > 0", "DLMF 13.6.6", "43"),
    Rule("tricomi-erfc", "U and the error function", "U(1/2, 1/2, z) = √π e^z erfc(√z)",
         r"U\left(\frac{1}{2},\frac{1}{2},z\right)=\sqrt{\pi}\,e^z\,\mathrm{erfc}\sqrt{z}", "z > 0",
         "DLMF 13.6.8", "44"),
    Rule("tricomi-power", "U and a power", "U(a, a+1, z) = z^(-a)", r"U(a,a+1,z)=z^{-a}", "z > 0", "DLMF 13.6.4", "45"),
    Rule("tricomi-bessel", "U and Bessel's K", "U(ν+1/2, 2ν+1, 2z) = e^z (2z)^(-ν) K_ν(z) / √π",
         r"U\left(\nu+\frac{1}{2},2\nu+1,2z\right)=\pi^{-1/2}\,e^z(2z)^{-\nu}K_\nu(z)", "z > 0", "DLMF 13.6.10", "46"),
    Rule("tricomi-cylinder", "U and the parabolic cylinder function", "U(a/2, 1/2, z²/2) = 2^(a/2) e^(z²/4) D_{-a}(z)",
         r"U\left(\frac{a}{2},\frac{1}{2},\frac{z^2}{2}\right)=2^{a/2}\,e^{z^2/4}\,D_{-a}(z)", "z > 0",
         "DLMF 13.6.12, 12.1", "47"),
    Rule("kummer-incomplete-gamma", "Kummer's function and the incomplete gamma function",
         "₁F₁(a; a+1; -z) = a z^(-a) γ(a, z)", r"{}_1F_1(a;a+1;-z)=a\,z^{-a}\,\gamma(a,z)", "a > 0, z > 0",
         "DLMF 13.6.5", "48"),
    Rule("gig-transform", "Transform of the generalised inverse Gaussian",
         "M(s) = (χ/ψ)^((s-1)/2) K_{p+s-1}(√χψ) / K_p(√χψ)",
         r"M(s)=\left(\frac{\chi}{\psi}\right)^{(s-1)/2}\frac{K_{p+s-1}(\sqrt{\chi\psi})}{K_p(\sqrt{\chi\psi})}",
         "χ, ψ > 0, p real; density ∝ x^(p-1) e^(-(χ/x+ψx)/2)", f"{_JORGENSEN}; DLMF 10.32.10", "49"),
    Rule("gig-conjugacy", "Conjugacy of the generalised inverse Gaussian",
         "λ² ~ GIG(p, χ, ψ) ⇒ w is generalised hyperbolic: K_{p-1/2}(√(ψq)), q = χ + w²/σ₀²",
         r"p(w)=\frac{(\psi/\chi)^{p/2}}{\sqrt{2\pi}\,\sigma_0K_p(\sqrt{\chi\psi})}\left(\frac{q}{\psi}\right)^{(p-1/2)/2}"
         r"K_{p-1/2}(\sqrt{\psi q}),\quad q=\chi+\frac{w^2}{\sigma_0^2}",
         "χ, ψ > 0, p real", "Barndorff-Nielsen (1977), Proc. R. Soc. Lond. A 353, 401-419", "50"),
    Rule("quadrature", "Quadrature in ln λ", "p(w) = ∫ N(w; 0, e^(2u)σ₀²) p_|λ|(e^u) e^u du",
         r"p(w)=\int_{-\infty}^\infty\frac{1}{\sqrt{2\pi}\,\sigma_0}\exp\left(-\frac{w^2}{2\sigma_0^2}e^{-2u}\right)p_{|\lambda|}(e^u)\,du",
         "|λ| has a density, w ≠ 0", _AM, "72"),
    Rule("radial", "Radial joint density",
         "M_‖w‖(s) = σ₀^(s-1) M_λ(s) M_χₙ(s), Jₙ(r) = Γ(n/2) p_‖w‖(r) / (2π^(n/2) r^(n-1))",
         r"J_n(r)=\frac{\Gamma(n/2)}{2\pi^{n/2}}\,\frac{p_{\Vert w\Vert}(r)}{r^{n-1}}",
         "n weights that share λ, r > 0", _FKN, "73"),
    Rule("joint-recursion", "Recursion in the number of weights", "J_{n+2}(r) = -J_n'(r) / (2πr)",
         r"J_{n+2}(r)=-\frac{1}{2\pi r}\,\frac{d}{dr}J_n(r)", "r > 0", _FKN, "74"),
    Rule("normalisation", "Normalisation", "∫ p(w) dw = 1 - P(λ = 0)", r"\int p(w)\,dw=1-P(\lambda=0)", "any λ", _AM,
         "82"),
    Rule("moments", "Tower rule for moments", "E|w|^r = σ₀^r E|λ|^r 2^(r/2) Γ((1+r)/2) / √π",
         r"E|w|^r=\sigma_0^r\,E|\lambda|^r\,\frac{2^{r/2}\,\Gamma(\frac{1+r}{2})}{\sqrt{\pi}}",
         "r > -1, and r ≥ 0 if there is a spike at 0", f"{_EPSTEIN}; {_WEST}", "83"),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _TABLE})


def rule(id: str) -> Rule:
    """Look a rule up by its id.

    Parameters
    ----------
    id : str
        The kebab-case id, as a derivation's steps bear it.

    Raises
    ------
    UnknownRuleError
        If there is none; the message names the close matches.

    Examples
    --------
    >>> print(rule("recurrence"))
    Recurrence of the gamma function (11): Γ(z+1) = z Γ(z)
    >>> rule("recurence")
    Traceback (most recent call last):
        ...
    priorcalc.rules.UnknownRuleError: 'recurence': there is no such rule; did you mean 'recurrence'?
    """
    if id not in RULES:
        raise UnknownRuleError(remedy(repr(id), "there is no such rule", close_matches(id, RULES)))
    return RULES[id]
