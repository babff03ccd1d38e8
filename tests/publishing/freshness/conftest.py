"""Every test of upkeep has the teams."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def _teams(teams: None) -> None:
    pass
