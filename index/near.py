"""Near duplicates: articles of which one says most of what the other says.

Candidates share sampled shingles (`corpus.shingles`); what is reported was measured on all shingles of both texts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.shingles import containment, hashes_of
from index.records import NearDuplicate


@dataclass(frozen=True, slots=True)
class NearOptions:
    """Reported from `share` on; measured exactly where the samples say `candidate` and have `fewest` hashes in common.

    A hash that more than `common` articles have is boilerplate and joins nobody.
    """

    share: float = 0.8
    candidate: float = 0.5
    fewest: int = 3
    common: int = 50


def near_duplicates(
    new: Mapping[str, bytes],
    others: Mapping[str, bytes],
    text: Callable[[str], str],
    options: NearOptions | None = None,
) -> list[NearDuplicate]:
    """For each new article the one that is nearest to it, where one is near; both mappings are id → sketch."""
    options = options or NearOptions()
    samples = {name: hashes_of(kept) for name, kept in {**others, **new}.items()}
    holders = _holders(samples, np.concatenate([hashes_of(kept) for kept in new.values()] or [hashes_of(b"")]))
    found = []
    for name in new:
        shared = Counter(
            other for one in samples[name].tolist() if len(holders[one]) <= options.common for other in holders[one]
        )
        del shared[name]
        if best := _nearest(name, shared, samples, text, options):
            found.append(best)
    return found


def _holders(samples: Mapping[str, NDArray[np.uint32]], wanted: NDArray[np.uint32]) -> dict[int, list[str]]:
    """The names of those whose samples have each of the wanted hashes."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for name, hashes in samples.items():
        for one in hashes[np.isin(hashes, wanted)].tolist():
            found[one].append(name)
    return found


def _nearest(
    name: str,
    shared: Counter[str],
    samples: Mapping[str, NDArray[np.uint32]],
    text: Callable[[str], str],
    options: NearOptions,
) -> NearDuplicate | None:
    shares = {other: count / min(len(samples[name]), len(samples[other])) for other, count in shared.items()}
    likely = [
        other for other, share in shares.items() if share >= options.candidate and shared[other] >= options.fewest
    ]
    if not likely:
        return None
    other = max(likely, key=lambda one: (shares[one], one))
    share = containment(text(name), text(other))
    return NearDuplicate(name, other, round(share, 3)) if share >= options.share else None
