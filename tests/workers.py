"""Which tests go to which worker."""

from xdist.scheduler import LoadFileScheduling

# All of these need the running portal, whose demo content and server are then made by one worker only.
ON_THE_PORTAL = ("tests/portal/", "tests/browser/test_journeys.py")
# A third of what runs in a browser: its visits are dealt out by language and scheme, the last words of their ids.
VISITS = "tests/browser/test_pages.py"


class ModuleScheduling(LoadFileScheduling):
    """Keeps the tests of a module on one worker, which makes its world once."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        if scope == VISITS:
            return "-".join([scope, *nodeid.rstrip("]").rsplit("-", 2)[1:]])
        return "the running portal" if scope.startswith(ON_THE_PORTAL) else scope
