"""From posteriors to confidences: of edits at 0.9, nine in ten are right."""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import pairwise

from textmend.errors import ModelError
from textmend.model import ModelFile

__all__ = ["Calibration"]

_SECTION = "reader/calibration"


class Calibration:
    """Monotone maps from posterior to the share of such insertions that are right.

    They were fitted by isotonic regression on held-out text damaged in many ways (Zadrozny & Elkan
    2002), one for badly damaged stretches and one for all others, and are kept as a few points
    with straight lines between them.

    Args:
        points: for each kind of stretch, (posterior, confidence) pairs, both ascending.

    Raises:
        ModelError: if they do not ascend, or confidences lie outside 0 to 1.

    >>> calibration = Calibration(light=[(0, 0), (1, 0.9)], heavy=[(0, 0), (0.5, 0.3), (1, 1)])
    >>> round(calibration.confidence(0.75, heavy=True), 2)
    0.65
    """

    def __init__(self, light: list[tuple[float, float]], heavy: list[tuple[float, float]]) -> None:
        for points in (light, heavy):
            rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))
            if len(points) < 2 or not rising or not 0 <= points[0][1] <= points[-1][1] <= 1:
                raise ModelError(
                    "The calibration of the reader does not ascend from 0 to 1: the model is "
                    "damaged, or was made by another version of textmend; install textmend again."
                )
        self._points = {False: light, True: heavy}

    @classmethod
    def of(cls, file: ModelFile) -> Calibration:
        """Read the section of a model.

        Raises:
            ModelError: if it is not there or not whole.
        """
        try:
            maps = json.loads(bytes(file.section(_SECTION)))
            light, heavy = ([(float(a), float(b)) for a, b in maps[k]] for k in ("light", "heavy"))
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"The section `{_SECTION}` of the model cannot be read ({error}): install "
                "textmend again."
            ) from error
        return cls(light, heavy)

    def confidence(self, posterior: float, heavy: bool) -> float:
        """Return how sure an insertion of this posterior probability is, 0 to 1."""
        points = self._points[heavy]
        index = bisect_right(points, posterior, key=lambda point: point[0])
        if index == 0:
            return points[0][1]
        if index == len(points):
            return points[-1][1]
        (x0, y0), (x1, y1) = points[index - 1], points[index]
        return y0 + (y1 - y0) * (posterior - x0) / (x1 - x0)

    def posterior(self, confidence: float, heavy: bool) -> float:
        """Return the least posterior of that confidence; above 1 where there is none."""
        points = self._points[heavy]
        for (x0, y0), (x1, y1) in pairwise(points):
            if y0 <= confidence <= y1 and y0 < y1:
                return x0 + (x1 - x0) * (confidence - y0) / (y1 - y0)
        return points[0][0] if confidence <= points[0][1] else 1.01
