"""What the tests on a real Elasticsearch server share: its address, and indices of one test only."""

import json
import os
import secrets
import urllib.request
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.engines.elasticsearch import ClusterSettings

pytest.register_assert_rewrite(
    *(
        f"tests.search.engines.{name}"
        for name in ("contract_finding", "contract_keeping", "contract_ranking")
    ),
    "tests.search.engines.processes",
)
HOW = "start one with: export ELASTICSEARCH_URL=$(python3 tests/search/elasticsearch_server.py start)"
# A busy machine is no reason to fail.
SECONDS = 60.0


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Return the address of a server that answers; skip without one, or fail where everything is required."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=10) as answer:  # noqa: S310 the developer's own
            json.load(answer)["status"]
    except (OSError, ValueError, KeyError) as error:
        why = f"No Elasticsearch server: ELASTICSEARCH_URL is {url or 'not set'!r} ({error}); {HOW}"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return url


@pytest.fixture
def server(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    """A plain client of the server, to look at what the engine has done, and to harm it."""
    with Elasticsearch(elasticsearch_url, request_timeout=SECONDS) as client:
        yield client


@pytest.fixture
def cluster(server: Elasticsearch, elasticsearch_url: str) -> Iterator[ClusterSettings]:
    """Settings for indices that no other test has; they are deleted in the end."""
    made = ClusterSettings(
        url=(elasticsearch_url,), index=f"test-{secrets.token_hex(6)}", replicas=0, timeout=SECONDS
    )
    yield made
    for name in server.indices.get(index=f"{made.index}*", expand_wildcards="all"):
        server.indices.delete(index=name)
