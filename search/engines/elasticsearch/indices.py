"""The cluster's indices: one behind the alias serves, another may be in the making, the rest is cleaned away.

<index>-v<format>                      alias of the index that readers and writers use
<index>-v<format>-building             alias of the index in the making, which writers write to as well
<index>-v<format>-<time>-<random>      an index
<index>-v<format>-<time>-<random>-own  alias through which its maker fills it, gone once it serves or is given up
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from search.engines.base import FORMAT, SearchUnavailable
from search.engines.elasticsearch.cluster import ClusterSettings
from search.engines.elasticsearch.documents import SearchRecord, index_settings
from search.engines.elasticsearch.problems import Refused

_MADE_AT = re.compile(r"\d{14}-[0-9a-f]{8}")
_TRIES = 5
_SECONDS_FOR_GIVING_UP = 5.0


class Indices:
    """Makes, swaps and deletes the indices of one installation. Methods raise the client's errors."""

    def __init__(self, settings: ClusterSettings) -> None:
        """Use the names that the settings give."""
        self._settings = settings
        self.alias = settings.alias
        self.building = f"{settings.alias}-building"

    def own_alias(self, name: str) -> str:
        """Return the alias through which an index is filled: writing by it never makes an index by mistake."""
        return f"{name}-own"

    def is_building(self, client: Elasticsearch) -> bool:
        """Whether an index is in the making, by this or any other process of any host."""
        return bool(self._behind(client, self.building))

    @contextmanager
    def making(self, client: Elasticsearch) -> Iterator[str]:
        """Yield the name of an empty index that writers write to as well; let it serve when the block ends well.

        What another making has left is deleted; one still under way is given up by that, the newer wins.
        Raises SearchUnavailable when that happens to this one, or when the cluster has no place for it.
        """
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        name = f"{self.alias}-{stamp}-{secrets.token_hex(4)}"
        try:
            try:
                self._begin(client, name)
                yield name
            except BaseException:
                with suppress(Exception):  # what is left over is cleaned by the next rebuild
                    self.delete(client.options(request_timeout=_SECONDS_FOR_GIVING_UP), name)
                raise
            try:
                served = self._swap(client, name)
            except BadRequestError:
                self.delete(client, name)
                raise
            # After any other failure the index stays: it may serve though the answer got lost.
        except (NotFoundError, Refused) as error:
            if isinstance(error, Refused) and error.problem.status != 404:
                raise
            raise SearchUnavailable(
                "Another rebuild of the search index began meanwhile and replaces this one."
            ) from error
        self._clean(client, served)

    def delete(self, client: Elasticsearch, name: str) -> None:
        """Delete an index if it is there."""
        client.indices.delete(index=name, ignore_unavailable=True)

    def _begin(self, client: Elasticsearch, name: str) -> None:
        index = Index(name)
        index.document(SearchRecord)
        index.settings(**index_settings(shards=self._settings.shards))
        index.aliases(**{self.own_alias(name): {}})
        made = index.create(using=client)
        if not made.get("shards_acknowledged"):
            raise SearchUnavailable(
                f"Elasticsearch at {self._settings.place} has no place for a new index. Look for full disks and "
                "missing nodes with GET /_cluster/allocation/explain."
            )
        self._take_over(client, name)

    def _swap(self, client: Elasticsearch, name: str) -> list[str]:
        """Let the index serve from now on, in one step, and return what served before.

        Fails as not found when a newer making replaced this one.
        """
        client.indices.put_settings(
            index=name, settings={"number_of_replicas": self._settings.replicas, "refresh_interval": None}
        )
        client.indices.refresh(index=name)
        served = self._behind(client, self.alias)
        client.indices.update_aliases(
            actions=[
                {"remove": {"index": name, "alias": self.building, "must_exist": True}},
                {"remove": {"index": name, "alias": self.own_alias(name), "must_exist": True}},
                *({"remove": {"index": old, "alias": self.alias}} for old in served),
                {"add": {"index": name, "alias": self.alias, "is_write_index": True}},
            ]
        )
        # What writers sent it up to the swap is seen now.
        client.indices.refresh(index=name)
        return served

    def _take_over(self, client: Elasticsearch, name: str) -> None:
        """Have writers follow to this index, and delete what other makings have left.

        Two makers may be at it at once: exactly one of them stays, and an index that serves by now is not touched.
        An index without its own alias cannot come to serve any more, so its deletion needs no haste.
        """
        own = self.own_alias(name)
        for left in range(_TRIES, 0, -1):
            others = {
                other: aliases
                for other, aliases in self._aliases(client, FORMAT).items()
                if other != name and self.alias not in aliases
            }
            held = [
                {"remove": {"index": other, "alias": alias, "must_exist": True}}
                for other, aliases in others.items()
                for alias in aliases
            ]
            try:
                client.indices.update_aliases(
                    actions=[
                        {"remove": {"index": name, "alias": own, "must_exist": True}},
                        {"add": {"index": name, "alias": own}},
                        *held,
                        {"add": {"index": name, "alias": self.building, "is_write_index": True}},
                    ]
                )
            except ApiError as error:
                # Another maker was faster: an alias is gone, or there are two indices to write to now.
                if left == 1 or not (error.status_code == 404 or "write index" in str(error)):
                    raise
                continue
            for other in others:
                self.delete(client, other)
            return

    def _clean(self, client: Elasticsearch, served: list[str]) -> None:
        """Delete the indices that served before, and those of older formats."""
        for version in range(1, FORMAT):
            served = [*served, *self._aliases(client, version)]
        for name in served:
            self.delete(client, name)

    def _behind(self, client: Elasticsearch, alias: str) -> list[str]:
        """Return the names of the indices behind an alias."""
        try:
            return sorted(client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []

    def _aliases(self, client: Elasticsearch, version: int) -> dict[str, list[str]]:
        """Return this installation's indices of a format with their aliases, all as of one moment."""
        start = f"{self._settings.index}-v{version}-"
        found = client.indices.get(index=f"{start}*", features=["aliases"], expand_wildcards="all").body
        return {
            name: sorted(found[name]["aliases"])
            for name in sorted(found)
            if _MADE_AT.fullmatch(name.removeprefix(start))
        }
