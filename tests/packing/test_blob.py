"""States survive a trip through bytes."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

from fitwright.core.errors import Damaged, SettingError
from fitwright.packing import pack, unpack

dtypes = st.one_of(
    hn.boolean_dtypes(),
    hn.integer_dtypes(),
    hn.unsigned_integer_dtypes(),
    hn.floating_dtypes(sizes=(16, 32, 64)),
    hn.complex_number_dtypes(sizes=(64, 128)),
    hn.datetime64_dtypes(),
    hn.timedelta64_dtypes(),
    hn.unicode_string_dtypes(max_len=5),
    hn.byte_string_dtypes(max_len=5),
)
arrays = hn.arrays(dtypes, hn.array_shapes(min_dims=0, min_side=0, max_dims=3, max_side=4))
names = st.text(max_size=5).filter(lambda name: not name.startswith("@"))
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | arrays
trees = st.dictionaries(
    names,
    st.recursive(
        leaves, lambda below: st.lists(below, max_size=3) | st.dictionaries(names, below, max_size=3)
    ),
    max_size=4,
)


def same(a, b) -> bool:
    """Equal in type, dtype, shape and bits; any NaN equals any other where it is a plain number."""
    if isinstance(a, np.ndarray):
        little = a.astype(a.dtype.newbyteorder("<"))
        same_kind = (little.dtype, a.shape) == (b.dtype, b.shape)
        return same_kind and little.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and math.isnan(a):
        return isinstance(b, float) and math.isnan(b)
    return type(a) is type(b) and a == b


@settings(deadline=None)
@given(trees)
def test_what_was_packed_comes_back_bit_for_bit(state):
    assert same(state, unpack(pack(state)))


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_memory_order_is_kept_so_that_products_round_alike(order):
    array = np.asarray(np.random.default_rng(0).normal(size=(3, 5)), order=order)
    back = unpack(pack({"a": array}))["a"]
    assert back.flags.f_contiguous == array.flags.f_contiguous
    assert np.array_equal(back, array)


def test_views_with_strides_are_packed_as_what_they_show():
    array = np.arange(24).reshape(4, 6)[::2, ::-3]
    assert np.array_equal(unpack(pack({"a": array}))["a"], array)


def test_unpacked_arrays_may_be_written_to():
    back = unpack(pack({"a": np.zeros(3), "names": np.array(["x", "yz"])}))
    back["a"][0] = 1
    back["names"][0] = "q"
    assert back["names"].tolist() == ["q", "yz"]


def test_tuples_come_back_as_lists_and_numpy_scalars_as_plain_values():
    back = unpack(pack({"t": (1, (2.5, "a")), "n": np.float32(0.5), "i": np.int64(3), "b": np.True_}))
    assert back == {"t": [1, [2.5, "a"]], "n": 0.5, "i": 3, "b": True}
    assert type(back["i"]) is int


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ({"a": {"b": np.array([object()])}}, "/a/b"),
        ({"a": [1.0, {2, 3}]}, "/a/1"),
        ({"a": {1: 2}}, "/a"),
        ({"a": b"raw"}, "/a"),
        ({"@array": 1}, "top"),
        ({"a": np.zeros(2, [("x", int)])}, "/a"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_place(bad, where):
    with pytest.raises(SettingError, match=where):
        pack(bad)


def test_a_file_is_read_like_its_bytes(tmp_path):
    path = tmp_path / "state"
    path.write_bytes(pack({"a": np.arange(3), "b": [math.inf]}))
    assert unpack(path)["a"].tolist() == [0, 1, 2]
    with pytest.raises(Damaged, match="missing"):
        unpack(tmp_path / "missing")


def test_bytes_that_are_no_state_are_damaged():
    good = pack({"a": np.arange(4.0), "t": np.array(["x"])})
    for bad in (b"", b"x", good[:-1], good[:20], good + b"\0"):
        with pytest.raises(Damaged):
            unpack(bad)


def test_changed_bytes_give_a_state_or_damaged_and_never_another_error():
    good = pack(
        {"a": np.arange(4.0), "t": np.array(["x", "é"]), "n": [1, math.nan], "d": np.array("2020", "M8[D]")}
    )
    rng = np.random.default_rng(0)
    for _ in range(1500):
        bad = bytearray(good)
        for at in rng.integers(len(bad), size=rng.integers(1, 4)):
            bad[at] = rng.integers(256)
        try:
            unpack(bytes(bad))
        except Damaged:
            pass
