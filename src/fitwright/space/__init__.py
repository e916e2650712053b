"""What may vary: domains, and spaces made of them."""

from fitwright.space.domains import Choice, Domain, Float, Int
from fitwright.space.space import Space, part

__all__ = ["Choice", "Domain", "Float", "Int", "Space", "part"]
