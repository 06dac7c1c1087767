"""Horizontal bars on a logarithmic axis, as SVG that needs nothing but a browser."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Bar", "draw_bars"]

#: In pixels: the picture, where the bars are in it, and room for the figures at them.
WIDTH = 760
LEFT, RIGHT = 220, 740
ROOM = 64
TOP, ROW, THICK, BOTTOM = 66, 26, 16, 32
#: A scale with more ticks than this has only those at 1, 10, 100 …
TICKS = 9

# A background of its own: pages choose light or dark by themselves, a picture in them
# only knows what the reader's system prefers.
STYLE = """\
  svg { --back: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0;
        --pyverless: #1f6feb; --hand: #818b98; --peer: #d4a72c; }
  @media (prefers-color-scheme: dark) {
    svg { --back: #15191f; --text: #e6edf3; --soft: #9198a1; --line: #3d444d;
          --pyverless: #4493f8; --hand: #818b98; --peer: #bb8009; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text); }
  .title { font-size: 15px; font-weight: 600; }
  .soft { font-size: 12px; fill: var(--soft); }
  .back { fill: var(--back); }
  .line { stroke: var(--line); }
  .origin { stroke: var(--soft); }
  .pyverless { fill: var(--pyverless); }
  .hand { fill: var(--hand); }
  .peer { fill: var(--peer); }
"""


@dataclass(frozen=True)
class Bar:
    """One line of a plot."""

    name: str
    value: float
    #: What stands at the bar.
    text: str
    #: One of `pyverless`, `hand` and `peer`, which have colours of their own.
    group: str = "peer"


class Scale:
    """Where on a logarithmic axis a value is."""

    def __init__(self, values: Sequence[float], origin: float | None) -> None:
        lowest, highest = min(values), max(values)
        #: Where all bars begin.
        self.origin = 10 ** math.floor(math.log10(lowest)) if origin is None else origin
        self.low = min(lowest, self.origin)
        self.high = max(highest, self.origin * 2)
        # Bars that go to the left have their figures on the left.
        self.left = LEFT + (ROOM if lowest < self.origin else 0)
        self.right = RIGHT - ROOM

    def locate(self, value: float) -> float:
        """Return the pixels from the left edge of the picture."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.left + share * (self.right - self.left), 1)

    def find_ticks(self) -> list[float]:
        """Return the round numbers within: 1, 2, 5, 10 … where there is room."""
        powers = range(
            math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1
        )
        for steps in ((1, 2, 5), (1,)):
            ticks = [step * 10.0**power for power in powers for step in steps]
            within = [tick for tick in ticks if self.low <= tick <= self.high]
            if len(within) <= TICKS:
                break
        return within


def draw_bars(
    title: str, unit: str, bars: Sequence[Bar], *, origin: float | None = 1
) -> str:
    """Return the SVG. Bars begin at `origin`: 1 for ratios; None: a power of ten."""
    scale = Scale([bar.value for bar in bars], origin)
    bottom = TOP + ROW * len(bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" '
        f'height="{bottom + BOTTOM}" viewBox="0 0 {WIDTH} {bottom + BOTTOM}">',
        f"<title>{escape(title)}, {escape(unit)}</title>",
        f"<style>\n{STYLE}</style>",
        '<rect class="back" width="100%" height="100%" rx="6"/>',
        write(16, 26, title, "title"),
        write(16, 46, f"{unit}; the scale is logarithmic", "soft"),
        *draw_axis(scale, bottom),
    ]
    for number, bar in enumerate(bars):
        lines += draw_bar(bar, TOP + ROW * number, scale)
    return "\n".join([*lines, "</svg>", ""])


def draw_axis(scale: Scale, bottom: float) -> Iterator[str]:
    for tick in scale.find_ticks():
        x = scale.locate(tick)
        yield draw_line(x, bottom, "line")
        yield write(x, bottom + 18, f"{tick:g}", "soft", "middle")
    yield draw_line(scale.locate(scale.origin), bottom, "origin")


def draw_line(x: float, bottom: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{bottom}"/>'


def draw_bar(bar: Bar, y: float, scale: Scale) -> Iterator[str]:
    start, stop = scale.locate(scale.origin), scale.locate(bar.value)
    left, width = min(start, stop), abs(stop - start)
    middle = y + THICK - 3
    yield write(LEFT - 10, middle, bar.name, anchor="end")
    yield (
        f'<rect class="{bar.group}" x="{left}" y="{y}" width="{max(width, 2):.1f}" '
        f'height="{THICK}" rx="2"/>'
    )
    if stop < start:
        yield write(stop - 6, middle, bar.text, anchor="end")
    else:
        yield write(left + max(width, 2) + 6, middle, bar.text)


def write(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
