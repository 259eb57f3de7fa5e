"""Curves as SVG: lines in the unit square, with a grid and a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["plot"]

_SIZE, _EDGE = 360, 48
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd")
_STYLE = "font:12px sans-serif;fill:#333"

Points = Sequence[tuple[float, float]]


def plot(title: str, x: str, y: str, lines: Mapping[str, Points], diagonal: bool = False) -> str:
    """Return an SVG picture of lines whose coordinates go from 0 to 1.

    Args:
        title: above the picture.
        x: what goes to the right.
        y: what goes up.
        lines: points from left to right, by name.
        diagonal: whether to draw where both coordinates are equal.

    >>> picture = plot("Reliability", "confidence", "right", {"all": [(0, 0), (1, 0.9)]})
    >>> picture.startswith("<svg"), picture.count("<circle")
    (True, 3)
    """
    whole = _SIZE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" '
        f'viewBox="0 0 {whole} {whole}" style="{_STYLE}">',
        f'<rect width="{whole}" height="{whole}" fill="white"/>',
        _text(whole / 2, 24, title),
        _text(whole / 2, whole - 10, x),
        f'<g transform="rotate(-90 14 {whole / 2})">{_text(14, whole / 2, y)}</g>',
        *(part for tenth in range(0, 11, 2) for part in _grid(tenth / 10)),
    ]
    if diagonal:
        parts.append(_line([(0, 0), (1, 1)], "#999", ' stroke-dasharray="4"'))
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts += [_line(points, colour), *_dots(points, colour), _legend(number, name, colour)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _at(point: tuple[float, float]) -> tuple[float, float]:
    return round(_EDGE + _SIZE * point[0], 1), round(_EDGE + _SIZE * (1 - point[1]), 1)


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escaped}</text>'


def _line(points: Points, colour: str, more: str = "") -> str:
    places = " ".join(f"{x},{y}" for x, y in map(_at, points))
    return f'<polyline points="{places}" fill="none" stroke="{colour}"{more}/>'


def _dots(points: Points, colour: str) -> list[str]:
    return [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in map(_at, points)]


def _grid(value: float) -> list[str]:
    (x, bottom), (left, y) = _at((value, 0)), _at((0, value))
    return [
        _line([(value, 0), (value, 1)], "#ddd"),
        _line([(0, value), (1, value)], "#ddd"),
        _text(x, bottom + 16, f"{value:g}"),
        _text(left - 6, y + 4, f"{value:g}", "end"),
    ]


def _legend(number: int, name: str, colour: str) -> str:
    x, y = _EDGE + 14, _EDGE + 18 + 18 * number
    return f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{colour}"/>{_text(x + 10, y, name, "start")}'
