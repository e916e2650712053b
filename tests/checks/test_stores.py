"""The suite for stores finds what is wrong with a store."""

from dataclasses import replace

import pytest

from fitwright.store.folder import Folder
from tests.checks._wrong import refused


class Upper(Folder):
    def put(self, name, data):
        return super().put(name, data.upper())


class Pathlike(Folder):
    def put(self, name, data):
        return replace(super().put(name, data), name=f"store/{name}")


class Trusting(Folder):
    """Does not look at what it gives."""

    def get(self, ref):
        return self._path(ref)


class Jumbled(Folder):
    def names(self):
        return super().names()[::-1]


class Blind(Folder):
    def has(self, ref):
        return True


class Strict(Folder):
    def drop(self, ref):
        assert self.has(ref), "Expected something to drop."
        super().drop(ref)


class Alone(Folder):
    """Knows only what it put itself."""

    def has(self, ref):
        return self._path(ref) in self._looked and super().has(ref)


class Rooted(Folder):
    """Cannot be sent anywhere."""

    def __reduce__(self):
        raise AssertionError("Expected to stay here.")


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Upper, "check_bytes_come_back", "5 bytes back"),
        (Pathlike, "check_a_ref_tells_name_hash_and_size", "name='unseen'.*; got"),
        (Trusting, "check_what_is_missing_is_damaged", "Damaged for what is not there"),
        (Trusting, "check_a_changed_byte_is_noticed", "after they became b'hellO'"),
        (Jumbled, "check_names_are_listed_in_order", "the names in order"),
        (Blind, "check_has_says_what_is_there", "an empty store not to have it"),
        (Strict, "check_dropping_twice_does_no_harm", "something to drop"),
        (Alone, "check_two_stores_in_one_place_see_the_same", "both to see what one put"),
        (Rooted, "check_travels_to_other_processes", "to stay here"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_store_that_misbehaves_is_told(member, check, sentence):
    refused("store", check, member, sentence)
