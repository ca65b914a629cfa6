"""How a derivation, a certificate and a prior look: text, LaTeX, HTML, tables and pictures."""
