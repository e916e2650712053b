"""What happened: ledgers, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.ledger.ledger import Ledger

__all__ = ["Ledger", "catalog"]

catalog: Catalog[Ledger] = Catalog(__name__, Ledger)
