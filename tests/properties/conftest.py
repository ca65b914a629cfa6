"""Every theorem on a prior is tried on every law of the catalogue; ``prior`` is the prior of one of them."""

from __future__ import annotations

import pytest

from tests.properties.book import LAWS, prior_of


@pytest.fixture(scope="session", params=LAWS)
def prior(request):
    """The prior of one law, with the tables it has built so far."""
    return prior_of(request.param)
