"""Pictures that were picked out elsewhere, which a view can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Among:
    """Pictures by their absolute paths, and in words what they have in common."""

    told: str
    paths: frozenset[str]

    def shown(self, rows: Mapping[str, int], count: int) -> npt.NDArray[np.bool_]:
        """Which of ``count`` rows are among them, (count,); ``rows`` knows those of paths."""
        mask = np.zeros(count, np.bool_)
        mask[[rows[path] for path in self.paths if path in rows]] = True
        return mask
