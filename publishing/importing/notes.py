"""What reading a cell comes across: problems that stop its row, and warnings that do not."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publishing.importing.known import Known


@dataclass
class Notes:
    """Problems and warnings of one cell, with what the portal knows to read it by."""

    known: "Known"
    language: str
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    awaits: bool = False  # it names a practice that another row of the file makes

    def fail(self, reason: str) -> None:
        """Note why the row cannot be taken in."""
        if reason not in self.problems:
            self.problems.append(reason)

    def warn(self, reason: str) -> None:
        """Note what its writer should look at."""
        if reason not in self.warnings:
            self.warnings.append(reason)
