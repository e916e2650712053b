"""Tables of which one learns little."""

from dataclasses import dataclass

from fitwright.audit.audit import Audit, Finding


@dataclass(frozen=True)
class ToyShort(Audit):
    """Says so where there are few rows.

    Parameters
    ----------
    rows : fewer are few.
    """

    rows: int = 1000

    def look(self, subject):
        if len(subject.table) < self.rows:
            yield Finding(
                "info", (), f"The table has {len(subject.table)} rows.", "Gather more where you can."
            )
