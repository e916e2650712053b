"""What may vary: domains, and spaces made of them."""

from fitwright.space.domains import Choice, Domain, Float, Int
from fitwright.space.encoding import Encoding
from fitwright.space.reading import from_toml, read
from fitwright.space.space import Space, part

__all__ = ["Choice", "Domain", "Encoding", "Float", "Int", "Space", "from_toml", "part", "read"]
