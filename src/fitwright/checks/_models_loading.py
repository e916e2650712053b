"""What a fitted model's state must give back."""

import numpy as np

from fitwright.checks._apart import ask_apart, digest
from fitwright.checks._expect import expect, title
from fitwright.checks._modelling import all_fitted, expect_alike, predict, settled
from fitwright.models import Model
from fitwright.packing import pack, unpack


def check_state_holds_the_settings(member: type[Model]) -> None:
    """A loaded model has the hyperparameters of the fitted one."""
    for given, model in all_fitted(member):
        loaded = _loaded(model)
        for name in member.settings():
            ours, its = getattr(model, name), getattr(loaded, name)
            expect(
                _plain(ours) == _plain(its),
                f"Expected {name}={ours!r} after loading; got {its!r} ({given.name}).",
            )


def check_fitted_and_loaded_predict_alike(member: type[Model]) -> None:
    """A state that went through bytes predicts what the fitted model does, to 1e-6."""
    for given, model in [*all_fitted(member), settled(member)]:
        fitted_p, loaded_p = predict(model, given), predict(_loaded(model), given)
        sentence = f"Expected the loaded {title(member)} to predict like the fitted one ({given.name})"
        expect_alike(loaded_p, fitted_p, 1e-6, sentence)


def check_two_loads_predict_the_same_bits(member: type[Model]) -> None:
    """A state that is loaded, kept and loaded again predicts bit for bit the same."""
    for given, model in all_fitted(member):
        once = _loaded(model)
        twice = _loaded(once)
        same = np.array_equal(predict(once, given), predict(twice, given))
        expect(same, f"Expected the same bits from a state that was loaded twice ({given.name}).")


def check_loads_without_heavy_libraries(member: type[Model]) -> None:
    """In a fresh interpreter a state predicts with NumPy and SciPy alone, bit for bit as here."""
    pairs = list(all_fitted(member))
    jobs = [(model.state(), given.table) for given, model in pairs]
    digests, libraries = ask_apart(member, "predict", jobs)
    expect(not libraries, f"Expected {title(member)} to load without {', '.join(libraries)}.")
    for (given, model), there in zip(pairs, digests, strict=True):
        here = digest(predict(_loaded(model), given))
        expect(here == there, f"Expected the same bits in another process ({given.name}).")


def _loaded(model: Model) -> Model:
    return type(model).from_state(unpack(pack(model.state())))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
