"""Work that is counted in rows, or in a parameter of an estimator: what may be said of it."""

from typing import Any

from fitwright.core.errors import SettingError

WORDS = ("auto", "smallest", "exhaust")


def check_resource(rule: Any, *beside: str) -> None:
    """Do the amounts of a rule make sense, and is there a resource where they are said?

    Parameters
    ----------
    rule : with `resource`, `min_resources` and `max_resources`.
    beside : other arguments that are False unless there is a resource.

    Raises
    ------
    SettingError
        They do not.
    """
    least, most = rule.min_resources, rule.max_resources
    if not (_is_amount(least) or least in WORDS) or not (_is_amount(most) or most == "auto"):
        raise SettingError(
            f"Expected min_resources as a whole number from 1 or {', '.join(map(repr, WORDS))}, and "
            f"max_resources as a whole number from 1 or 'auto'; got {least!r} and {most!r}."
        )
    if rule.resource is None and ((least, most) != ("auto", "auto") or any(getattr(rule, w) for w in beside)):
        raise SettingError(
            f"Expected a resource, such as 'n_samples', beside "
            f"{', '.join(['min_resources', 'max_resources', *beside])}; got {rule}."
        )


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
