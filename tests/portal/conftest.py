"""What tests over HTTP share: a client, and every page of the sitemap, fetched once."""

import pytest

from tests.portal.client import Answer, Client
from tests.portal.sitemap import Entry, entries_of
from tests.running import RunningPortal, pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]

# Pages that the sitemap does not list: searches, filters, and what is not there.
UNLISTED = ("/fi/haku/?q=kiusaaminen", "/sv/sok/?q=mobbning", "/fi/haku/?q=qzxqzx", "/sv/sok/?q=qzxqzx")
UNLISTED += ("/fi/haku/", "/sv/sok/", "/fi/haku/?q=ja", "/sv/sok/?q=%21", "/fi/ei-ole/", "/sv/finns-inte/")
UNLISTED += ("/fi/kaytannot/?theme=participation", "/sv/praxis/?setting=dormitory&page=99")
UNLISTED += ("/fi/kaytannot/?page=2", "/sv/praxis/?sort=newest", "/fi/kaytannot/?theme=ei-ole")


@pytest.fixture(scope="session")
def client(running_portal: RunningPortal) -> Client:
    """A visitor of the running portal; takes the place of pytest-django's client in this folder."""
    return Client(running_portal.url)


@pytest.fixture(scope="session")
def sitemap(client: Client) -> list[Entry]:
    """Return the entries of the sitemap."""
    return entries_of(client.ask("/sitemap.xml"))


@pytest.fixture(scope="session")
def crawled(client: Client, sitemap: list[Entry]) -> dict[str, Answer]:
    """Return {path: answer} of every page that the sitemap lists."""
    return client.ask_all([entry.path(client.base) for entry in sitemap])


@pytest.fixture(scope="session")
def visited(client: Client, crawled: dict[str, Answer]) -> dict[str, Answer]:
    """Return {path: answer} of every page of the sitemap and of some that it does not list."""
    return crawled | client.ask_all(UNLISTED)
