"""Build dictionaries/lookalike_shapes.tsv: which characters look alike, computed from fonts.

Each character is drawn in each font, large, and small and blurred. A drawing is described as
readers of printed Chinese have long described it, by the direction of its strokes: the strength of
the gradient in each of four directions on a grid of 8 by 8. The likeness of two characters is the
cosine between their descriptions, less the mean of all, averaged over the fonts that have both.
A frequent character is more often what was meant, so of two equally alike the more frequent is
kept.

    python tools/build_shapes.py FONTS UNIHAN dictionaries/lookalike_shapes.tsv
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from _table import Header, read_rows, write_table
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DICTIONARIES = Path(__file__).parents[1] / "dictionaries"
MAPPINGS = "Unihan_OtherMappings.txt"
SIGNS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz，、。；：！？（）《》“”‘’—…·〇"
)
SIDE = 48  # of a drawing, in pixels
GRID = 8
DIRECTIONS = 4
LARGE, SMALL = 44, 18  # sizes of type, in pixels; a small drawing is enlarged
MOST, MOST_OF_RARE = 28, 8  # candidates of a character
RARE = 165  # tenths of a bit; hardly any program reads a rare character where another stands
LEAST = 0.25  # likeness
FREQUENCY = 0.025  # what a nat of surprisal costs, in likeness
RAREST = 250  # tenths of a bit, for what frequency.tsv does not have

Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True)
class Font:
    """A font file, the face in it, and what the header says of it."""

    name: str
    face: int
    described: str
    small: bool = False


FONTS = (
    Font("NotoSansCJK-Regular.ttc", 2, "Noto Sans CJK SC", small=True),
    Font("NotoSerifCJK-Regular.ttc", 2, "Noto Serif CJK SC", small=True),
    Font("NotoSerifCJK-Bold.ttc", 2, "Noto Serif CJK SC Bold"),
    Font("LXGWWenKai-Regular.ttf", 0, "LXGW WenKai", small=True),
    Font("ukai.ttc", 0, "AR PL UKai CN"),
    Font("uming.ttc", 0, "AR PL UMing CN"),
    Font("wqy-zenhei.ttc", 0, "WenQuanYi Zen Hei"),
    Font("gbsn00lp.ttf", 0, "AR PL SungtiL GB"),
)
SOURCE = (
    "computed by textmend from drawings in the fonts Noto Sans CJK SC, Noto Serif CJK SC (regular "
    "and bold; Debian fonts-noto-cjk 1:20220127, SIL Open Font License 1.1), LXGW WenKai "
    "(fonts-lxgw-wenkai 1.250, SIL Open Font License 1.1), AR PL UKai and UMing (fonts-arphic-ukai "
    "and -uming 0.2.20080216.2, Arphic Public License), AR PL SungtiL GB (fonts-arphic-gbsn00lp "
    "2.11, Arphic Public License), WenQuanYi Zen Hei (fonts-wqy-zenhei 0.9.45, GPL-2 with the font "
    "exception); which characters: GB 2312, and kTGH of the Unihan database 15.0 (Unicode "
    "License); no outline or drawing is copied"
)


def characters_of(unihan: Path) -> list[str]:
    """Return the characters of GB 2312, the 8,105 of general use, and the signs."""
    rows = (line.split("\t") for line in unihan.read_text("utf-8").splitlines())
    general = {
        chr(int(row[0][2:], 16)) for row in rows if row[1:2] == ["kTGH"] and row[0][:2] == "U+"
    }
    standard = {
        bytes([first, second]).decode("gb2312", "ignore")
        for first in range(0xB0, 0xF8)
        for second in range(0xA1, 0xFF)
    }
    every = general | standard | set(SIGNS)
    return sorted(c for c in every if len(c) == 1 and c <= "\uffff")  # those beyond are very rare


def draw(characters: list[str], path: Path, font: Font, size: int) -> tuple[Array, Array]:
    """Return a drawing of each character, 0 to 1, and which of them the font has."""
    known = set(TTFont(path, fontNumber=font.face, lazy=True).getBestCmap())
    face = ImageFont.truetype(str(path), size, index=font.face)
    side = SIDE * size // LARGE
    drawings = np.zeros((len(characters), SIDE, SIDE), np.float32)
    for index, character in enumerate(characters):
        if ord(character) not in known:
            continue
        image = Image.new("L", (side, side), 0)
        middle = (side / 2, side / 2)
        ImageDraw.Draw(image).text(middle, character, fill=255, font=face, anchor="mm")
        image = image.filter(ImageFilter.GaussianBlur(0.7))
        drawings[index] = np.asarray(image.resize((SIDE, SIDE)), np.float32) / 255
    return drawings, np.array([ord(character) in known for character in characters], np.float32)


def directions(drawings: Array) -> Array:
    """Return the strength of the gradient in each direction, on the grid, a row a drawing."""
    across, down = np.zeros_like(drawings), np.zeros_like(drawings)
    down[:, 1:-1] = drawings[:, 2:] - drawings[:, :-2]
    across[:, :, 1:-1] = drawings[:, :, 2:] - drawings[:, :, :-2]
    strength = np.hypot(across, down)
    angle = np.arctan2(down, across) % np.pi / np.pi * DIRECTIONS
    centres = (np.arange(GRID) + 0.5) * SIDE / GRID
    pixels = np.arange(SIDE) + 0.5
    weights = np.exp(-0.5 * ((pixels[None] - centres[:, None]) / 3.6) ** 2).astype(np.float32)
    weights /= weights.sum(1, keepdims=True)
    parts = []
    for direction in range(DIRECTIONS):
        distance = np.abs(angle - direction)
        near = np.clip(1 - np.minimum(distance, DIRECTIONS - distance), 0, 1) * strength
        cells = weights @ near @ weights.T
        parts.append(np.sqrt(cells + 1e-6).reshape(len(drawings), -1))
    return np.concatenate(parts, 1)


def likeness(characters: list[str], fonts: Path) -> Array:
    """Return how alike each two characters are, -1 to 1."""
    total = np.zeros((len(characters), len(characters)), np.float32)
    counted = np.zeros_like(total)
    for font in FONTS:
        path = next(fonts.rglob(font.name))
        for size in (LARGE, SMALL)[: 1 + font.small]:
            drawings, has = draw(characters, path, font, size)
            pieces = [directions(drawings[at : at + 256]) for at in range(0, len(drawings), 256)]
            features = np.concatenate(pieces)
            features -= features[has > 0].mean(0)
            features *= (has / np.maximum(np.linalg.norm(features, axis=1), 1e-6))[:, None]
            total += features @ features.T
            counted += np.outer(has, has)
    return (total / np.maximum(counted, 1)).astype(np.float32)


def rows_of(characters: list[str], alike: Array) -> list[tuple[str, str]]:
    """Return for each character those that it may stand for, the most alike first."""
    surprisal = {row[0]: int(row[1]) for row in read_rows(DICTIONARIES / "frequency.tsv")}
    nats = np.array([surprisal.get(c, RAREST) / 10 * math.log(2) for c in characters], np.float32)
    han = np.array(["\u3007" <= c <= "\u9fff" and c not in "《》" for c in characters])
    rows = []
    for index, character in enumerate(characters):
        rank = alike[index] - FREQUENCY * nats
        rank[index] = -np.inf
        rank[~han] = -np.inf
        rank[alike[index] < LEAST] = -np.inf
        most = MOST if surprisal.get(character, RAREST) < RARE else MOST_OF_RARE
        best = [at for at in np.argsort(-rank)[:most] if np.isfinite(rank[at])]
        best.sort(key=lambda at: (-round(100 * float(alike[index][at])), characters[at]))
        if best:
            items = (f"{characters[at]}{round(100 * float(alike[index][at]))}" for at in best)
            rows.append((character, " ".join(items)))
    return rows


def main() -> None:
    """Draw, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="folder that holds the fonts")
    parser.add_argument("unihan", type=Path, help="folder of the Unihan files")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    characters = characters_of(options.unihan / MAPPINGS)
    header = Header(
        belongs="characters that may be misread for others because of their shape, with the Han "
        "that may have been meant; how alike two are is given in percent of a cosine",
        excluded="what sounds alike; anything decided by hand",
        source=SOURCE,
        licence="Apache-2.0",
        rebuild="python tools/build_shapes.py FONTS UNIHAN dictionaries/lookalike_shapes.tsv "
        "(folders of the fonts and of the Unihan files; needs numpy, pillow, fonttools)",
        columns=("character", "what may have been meant, each with its likeness"),
    )
    write_table(options.output, header, rows_of(characters, likeness(characters, options.fonts)))


if __name__ == "__main__":
    main()
