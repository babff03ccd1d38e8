"""What Wagtail's editor is given: each concept registers its own in its `hooks` module."""

from publishing.desk import hooks as desk  # noqa: F401 registers
from publishing.freshness import hooks as freshness  # noqa: F401 registers
from publishing.importing import hooks as importing  # noqa: F401 registers
from publishing.piloting import hooks as piloting  # noqa: F401 registers
from publishing.reporting import hooks as reporting  # noqa: F401 registers
from publishing.reviewing import hooks as reviewing  # noqa: F401 registers
from publishing.stopping import hooks as stopping  # noqa: F401 registers
from publishing.suggesting import hooks as suggesting  # noqa: F401 registers
from publishing.teams import hooks as teams  # noqa: F401 registers
from publishing.translation import hooks as translation  # noqa: F401 registers
from publishing.writing import hooks as writing  # noqa: F401 registers
