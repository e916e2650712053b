"""A name with settings is read, never run; what it is not is said."""

import pytest

from fitwright.core.calls import called, misfits
from fitwright.core.errors import SettingError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tpe", ("tpe", {})),
        (" tpe( ) ", ("tpe", {})),
        ("tpe(startup=5, share=-0.1)", ("tpe", {"startup": 5, "share": -0.1})),
        ("x(a='(', b=[1, (2, 3)], c=None, d={'e': True})",
         ("x", {"a": "(", "b": [1, (2, 3)], "c": None, "d": {"e": True}})),
    ],
)  # fmt: skip
def test_plain_values_are_read_by_name(text, said):
    assert called(text) == said


@pytest.mark.parametrize(
    "text",
    ["tpe(5)", "tpe(a=1, a=2)", "tpe(**{'a': 1})", "tpe(a=b)", "tpe(a=open('x'))", "a.b(c=1)", "tpe(a=1)()",
     "tpe(a=1) if 1 else 2", "tpe(", "(", "tpe(a={[]: 1})", "tpe(a=1\0)", f"tpe(a={'(' * 5000}"],
)  # fmt: skip
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(SettingError, match=r"as in 'name\(setting=2\)'") as caught:
        called(text)
    assert len(str(caught.value)) < 500


def of_many(count: int, share: float, way: str | None, other=1, *, exact: bool = False):
    """Stands in for a member."""


def test_values_of_another_type_are_found():
    fine = {"count": 1, "share": 1, "way": None, "other": "anything", "exact": True}
    assert misfits(of_many, fine) == []
    wrong = {"count": 1.5, "share": "much", "way": 3, "exact": 1}
    assert misfits(of_many, wrong) == ["count=1.5", "share='much'", "way=3", "exact=1"]
