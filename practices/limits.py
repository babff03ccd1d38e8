"""How often one address may write to the portal.

Our own, because it is forty lines, and django-ratelimit, which is what one would take, is not maintained any more.

Of an address only a salted hash is kept, in the cache alone, until its time is over; nothing is written to the
database or the log. The cache of a single process (the default) counts for that process; with CACHE_URL all share one.

An address is REMOTE_ADDR, which nobody can make up. Behind web servers that pass requests on, that is their own; with
PROXIES their number is told, and the address is the one that the outermost of them has put into X-Forwarded-For.
What stands before it there anybody can make up, so it is not looked at.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600
DAY = 24 * HOUR


def may(request: HttpRequest, action: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count an action of the request's address, and return whether it is within `most` in `seconds`."""
    key = _key(request, f"{action}:count")
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # its time ended between the two
        return True


def is_within(request: HttpRequest, action: str, *, most: int) -> bool:
    """Return whether the request's address has done this less often than `most`; this time is not counted."""
    return int(cache.get(_key(request, f"{action}:count"), 0)) < most


def is_first(request: HttpRequest, action: str, *, seconds: int = DAY) -> bool:
    """Return whether the request's address does this for the first time in `seconds`; from now on it is not."""
    return cache.add(_key(request, action), True, seconds)


def take_back(request: HttpRequest, action: str) -> None:
    """Forget that the address did this: it came to nothing."""
    cache.delete(_key(request, action))


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, as far as it can be trusted."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    passed_on = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.PROXIES
    return passed_on[-proxies] if 0 < proxies <= len(passed_on) and passed_on[-proxies] else remote


def _key(request: HttpRequest, action: str) -> str:
    """Return a key that tells neither the address nor what it did, of a length that every cache takes."""
    told = f"{address_of(request)} {action}"
    return f"limit:{salted_hmac('practices.limits', told, algorithm='sha256').hexdigest()}"
