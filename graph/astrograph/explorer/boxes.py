"""How much room a label takes on the drawing: text widths, line breaks and label boxes.

The page is laid out before any browser has seen it, so widths are estimated, on the wide side:
DejaVu Sans is the widest font a reader is likely to have. A box is given about its entity's point.
"""

import re
import unicodedata
from typing import NamedTuple

FONT_SIZE = 14.0
LINE_HEIGHT = 17.0
RELATION_FONT_SIZE = 11.5
MAX_LINES = 3
_MAX_LINE_WIDTH = 138.0
_LONGEST_WORD = 24
_LABEL_GAP = 7.0
_NARROW = frozenset("iljtfrI.,:;'|!()[]-/ ")
_WIDE = frozenset("mwMW@%&")
_PARTS = re.compile("[\u2e80-\uffef]|[^-–—/\u2e80-\uffef]*[-–—/]|[^-–—/\u2e80-\uffef]+")


class Box(NamedTuple):
    """A rectangle, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def at(self, x: float, y: float) -> "Box":
        """Return the same box moved by x and y.

        >>> Box(-1, -1, 1, 1).at(10, 20)
        Box(left=9, top=19, right=11, bottom=21)
        """
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def grown(self, by: float) -> "Box":
        """Return the box with its sides pushed out by so much."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlaps(self, other: "Box") -> bool:
        """Tell whether the two boxes share an area; touching sides share none.

        >>> Box(0, 0, 2, 2).overlaps(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).overlaps(Box(2, 0, 3, 1))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Estimate how wide a line of text is drawn, rather too wide than too narrow.

    Args:
        text: One line of text in any script.
        size: The font size in pixels.

    Returns:
        The width in pixels.

    >>> text_width("ISS") < text_width("ROSS") < text_width("Roscosmos")
    True
    """
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    """Return the width of one character in units of the font size."""
    if unicodedata.combining(character):
        return 0.0
    if character in _NARROW:
        return 0.40
    if character in _WIDE or unicodedata.east_asian_width(character) in "WF":
        return 1.02
    if character.isupper() or character.isdigit():
        return 0.74
    return 0.65


def clean_label(text: str) -> str:
    """Return a label as one line: control characters and runs of blanks become one space.

    >>> clean_label("International  Space Station ")
    'International Space Station'
    """
    kept = (
        " " if unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"} else mark for mark in text
    )
    return " ".join("".join(kept).split())


def wrap_label(text: str) -> list[str]:
    """Break a label into at most three lines of readable width; what is left over becomes "…".

    No line ends within a word; a very long word is shortened.

    Args:
        text: The label, in any script.

    Returns:
        The lines, at least one.

    >>> wrap_label("Russian human spaceflight programme")
    ['Russian human', 'spaceflight', 'programme']
    >>> wrap_label("ISS Intergovernmental Agreement")
    ['ISS', 'Intergovernmental', 'Agreement']
    >>> wrap_label("")
    ['(no name)']
    """
    lines: list[str] = []
    for word in clean_label(text).split():
        for number, piece in enumerate(_pieces(word)):
            gap = "" if number else " "
            if lines and text_width(f"{lines[-1]}{gap}{piece}") <= _MAX_LINE_WIDTH:
                lines[-1] = f"{lines[-1]}{gap}{piece}"
            else:
                lines.append(piece)
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1]}…"]
    return lines or ["(no name)"]


def _pieces(word: str) -> list[str]:
    """Take apart what is too long for a line: at hyphens, and between signs that are words."""
    if text_width(word) <= _MAX_LINE_WIDTH:
        return [word]
    return [
        part if len(part) <= _LONGEST_WORD else f"{part[: _LONGEST_WORD - 1]}…"
        for part in _PARTS.findall(word)
    ]


def entity_box(lines: list[str], radius: float) -> Box:
    """Return the box that an entity takes: its mark, and its label under the mark.

    Args:
        lines: The lines of the label.
        radius: Half the height of the mark.

    Returns:
        The box about the middle of the mark.
    """
    half = max(radius, max(text_width(line) for line in lines) / 2)
    return Box(-half, -radius, half, radius + _LABEL_GAP + LINE_HEIGHT * len(lines))
