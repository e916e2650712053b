"""What every store has to do: give bytes back bit for bit, or say that they are damaged."""

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fitwright.checks._expect import expect, made
from fitwright.core.errors import Damaged
from fitwright.core.trial import Ref
from fitwright.store import Store

Maker = Callable[[], Store]


def check_bytes_come_back(member: Any) -> None:
    """Bit for bit, none at all too, from a local file."""
    with _store(member) as make:
        store = make()
        for data in (b"", b"hello", bytes(range(256)) * 5_000):
            path = store.get(store.put("state", data))
            expect(path.read_bytes() == data, f"Expected {len(data)} bytes back.")


def check_a_ref_tells_name_hash_and_size(member: Any) -> None:
    """Never a path."""
    with _store(member) as make:
        ref = make().put("unseen", b"hello")
        expected = Ref("unseen", hashlib.sha256(b"hello").hexdigest(), 5)
        expect(ref == expected, f"Expected {expected}; got {ref}.")


def check_same_bytes_are_kept_once(member: Any) -> None:
    """To put them again changes nothing."""
    with _store(member) as make:
        store = make()
        one, other = (store.put("state", b"hello") for _ in range(2))
        expect(one == other, f"Expected the same reference twice; got {one} and {other}.")
        expect(store.names() == ["state"], f"Expected one name; got {store.names()}.")
        store.drop(one)
        expect(not store.has(other), "Expected the bytes to be kept once; a second copy is there.")


def check_other_bytes_under_the_same_name_stand_beside(member: Any) -> None:
    """The content tells them apart."""
    with _store(member) as make:
        store = make()
        one, other = store.put("state", b"one"), store.put("state", b"two")
        both = store.get(one).read_bytes(), store.get(other).read_bytes()
        expect(both == (b"one", b"two"), f"Expected both under their references; got {both}.")
        store.drop(one)
        expect(store.has(other) and not store.has(one), "Expected the other bytes to stay.")


def check_refs_are_all_that_is_kept(member: Any) -> None:
    """Each as `put` gave it, in the order of names and hashes; none in a new store."""
    with _store(member) as make:
        store = make()
        expect(store.refs() == [], f"Expected nothing in a new store; got {store.refs()}.")
        put = [store.put(name, data) for name, data in (("state", b"two"), ("chain", b""), ("state", b"one"))]
        expected = sorted(put, key=lambda ref: (ref.name, ref.sha256))
        expect(store.refs() == expected, f"Expected {expected}; got {store.refs()}.")
        expect(make().refs() == expected, "Expected another object to see the same.")


def check_keep_drops_the_rest(member: Any) -> None:
    """What is named stays, bit for bit; what is named and not there is no error."""
    with _store(member) as make:
        store = make()
        stays, goes = store.put("state", b"one"), store.put("state", b"two")
        store.keep([stays, Ref("gone", "0" * 64, 3)])
        expect(store.refs() == [stays], f"Expected only {stays}; got {store.refs()}.")
        expect(store.get(stays).read_bytes() == b"one" and not store.has(goes), "Expected the rest to go.")
        store.keep([])
        expect(store.refs() == [], "Expected an empty store where nothing is kept.")


def check_names_are_listed_in_order(member: Any) -> None:
    """Each once; none in a new store."""
    with _store(member) as make:
        store = make()
        expect(store.names() == [], f"Expected no names in a new store; got {store.names()}.")
        for name in ("state", "chain", "unseen", "state"):
            store.put(name, name.encode() * 3)
        names = store.names()
        expect(names == ["chain", "state", "unseen"], f"Expected the names in order; got {names}.")


def check_has_says_what_is_there(member: Any) -> None:
    """Before, and after it was put and dropped."""
    with _store(member) as make:
        store = make()
        absent = Ref("state", hashlib.sha256(b"hello").hexdigest(), 5)
        expect(not store.has(absent), "Expected an empty store not to have it.")
        expect(store.has(store.put("state", b"hello")), "Expected to have what was put.")
        store.drop(absent)
        expect(not store.has(absent), "Expected not to have what was dropped.")


def check_dropping_twice_does_no_harm(member: Any) -> None:
    """What is not there is no error."""
    with _store(member) as make:
        store = make()
        ref = store.put("state", b"hello")
        for _ in range(2):
            store.drop(ref)
        expect(store.names() == [], f"Expected no names; got {store.names()}.")


def check_what_is_missing_is_damaged(member: Any) -> None:
    """`get` of what was never put, or was dropped."""
    with _store(member) as make:
        store = make()
        ref = store.put("state", b"hello")
        store.drop(ref)
        for absent in (ref, Ref("state", "0" * 64, 5)):
            expect(_is_damaged(store, absent), "Expected Damaged for what is not there.")


def check_a_changed_byte_is_noticed(member: Any) -> None:
    """Who opens the store later never gets other bytes than were put: the right ones, or Damaged."""
    with _store(member) as make:
        first = make()
        for changed in (b"hellO", b"hello!", b"hell", b""):
            ref = first.put("state", b"hello")
            path = first.get(ref)
            path.write_bytes(changed)
            later = make()
            right = _is_damaged(later, ref) or later.get(ref).read_bytes() == b"hello"
            expect(right, f"Expected Damaged, or the right bytes, after they became {changed!r}.")
            first.drop(ref)


def check_what_was_damaged_can_be_put_again(member: Any) -> None:
    """So a lost result can be computed anew."""
    with _store(member) as make:
        first = make()
        ref = first.put("state", b"hello")
        first.get(ref).write_bytes(b"jello")
        store = make()
        again = store.put("state", b"hello")
        expect(
            store.get(again).read_bytes() == b"hello", "Expected the right bytes after putting them again."
        )


def check_names_do_not_lead_out_of_it(member: Any) -> None:
    """A name that looks like a path is refused, or is a name like any other."""
    with _store(member) as make, tempfile.TemporaryDirectory() as around:
        store = make()
        for name in ("../out", f"{around}/out", "..", "a/../../out"):
            with contextlib.suppress(ValueError):
                ref = store.put(name, b"hello")
                expect(store.get(ref).read_bytes() == b"hello", f"Expected the bytes of {name!r} back.")
        expect(not list(Path(around).iterdir()), "Expected nothing to be written outside of the store.")


def check_two_stores_in_one_place_see_the_same(member: Any) -> None:
    """Workers and the one who started them have a store each."""
    with _store(member) as make:
        one, other = make(), make()
        ref = one.put("state", b"hello")
        expect(
            other.has(ref) and other.get(ref).read_bytes() == b"hello", "Expected both to see what one put."
        )


def check_travels_to_other_processes(member: Any) -> None:
    """It goes through cloudpickle, as every objective does on its way to a worker."""
    import cloudpickle

    with _store(member) as make:
        store = make()
        ref = store.put("state", b"hello")
        there = cloudpickle.loads(cloudpickle.dumps(store))
        expect(there.get(ref).read_bytes() == b"hello", "Expected the same bytes after a journey.")


@contextlib.contextmanager
def _store(member: Any) -> Iterator[Maker]:
    """Makes stores of this class, all in one place."""
    with tempfile.TemporaryDirectory() as folder:

        def make() -> Store:
            store = made(member, home=Path(folder, "store"), folder=Path(folder, "store"))
            expect(isinstance(store, Store), f"Expected a Store; got {store!r}.")
            found: Store = store
            return found

        yield make


def _is_damaged(store: Store, ref: Ref) -> bool:
    try:
        store.get(ref)
    except Damaged:
        return True
    return False
