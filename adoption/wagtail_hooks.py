"""What Wagtail's editor is given: each concept registers its own in its `hooks` module."""

from adoption import menu  # noqa: F401 registers
from adoption.institutions import hooks as institutions  # noqa: F401 registers
from adoption.joining import hooks as joining  # noqa: F401 registers
from adoption.local import hooks as local  # noqa: F401 registers
from adoption.pulse import hooks as pulse  # noqa: F401 registers
from adoption.rooting import hooks as rooting  # noqa: F401 registers
