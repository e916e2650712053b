"""Chains of steps for a search that breeds them: steps are put in, left out and exchanged."""

from collections.abc import Sequence
from itertools import product

from fitwright.models import Takes
from fitwright.space import Choice, Space

Chain = tuple[str, ...]
SCALES = ("quantile", "standard", "robust", "min_max", "power")
"""How numbers are scaled for a model that wants that: one of them."""
SELECTIONS = ("", "select_correlation", "select_mutual_information", "select_importance")
"""Which columns stay: all, or what one of them keeps."""
CREATIONS = ("", "pca", "kmeans", "nystroem", "polynomial")
"""What is made of the columns beside them: nothing, or one of them."""


def variants(chains: Sequence[Chain], takes: Takes) -> list[Chain]:
    """The chains as they are, the best guess first; then each with every scale, selection and creation.

    Examples
    --------
    >>> found = variants([("onehot", "impute_median", "standard")], Takes(scaled=True))
    >>> len(found), found[0], ("onehot", "impute_median", "robust", "select_correlation", "pca") in found
    (100, ('onehot', 'impute_median', 'standard'), True)
    """
    found = dict.fromkeys(chains)
    for chain in chains:
        bare = tuple(step for step in chain if step not in (*SCALES, *CREATIONS))
        for parts in product(SCALES if takes.scaled else ("",), SELECTIONS, CREATIONS):
            found.setdefault((*bare, *filter(None, parts)))
    return list(found)


def opened_by_steps(space: Space) -> Space:
    """The same space of one family, where the settings of a step are there only beside the step.

    So two configs that differ in what no step reads are one, and are not fitted twice.
    """
    steps = space.domains.get("steps")
    chains = steps.options if isinstance(steps, Choice) else ()
    for step in sorted({step for chain in chains for step in chain}):
        opens = [name for name in space.domains if name.startswith(f"{step}.")]
        holding = [chain for chain in chains if step in chain]
        if opens and len(holding) < len(chains):
            space = space.when({"steps": Choice(holding)}, *opens)
    return space
