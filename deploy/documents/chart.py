"""A small line chart as SVG: readable in a browser and in a diff, drawn without a library."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 40, 60
COLOURS = ("#6b7280", "#1d4ed8", "#c2410c")
TICKS = 5


@dataclass(frozen=True)
class Line:
    """Points (x, y) in the order of x, under a name."""

    name: str
    points: Sequence[tuple[int, int]]


def line_chart(title: str, lines: Sequence[Line], step: int) -> str:
    """The chart; the vertical axis runs between multiples of `step`, so that small differences show."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    frame = _Frame(min(xs), max(xs), min(ys) // step * step, -(-max(ys) // step) * step)
    body = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 22, title, size=15),
        *_vertical_axis(frame),
        *_horizontal_axis(frame),
        *(_drawn(frame, line, colour) for line, colour in zip(lines, COLOURS, strict=False)),
        *_legend(lines),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", *body, "</svg>", ""])


@dataclass(frozen=True)
class _Frame:
    first: int
    last: int
    low: int
    high: int

    def x(self, value: int) -> float:
        return round(LEFT + (value - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: int) -> float:
        return round(
            HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1
        )


def _vertical_axis(frame: _Frame) -> list[str]:
    marks = [frame.low + (frame.high - frame.low) * n // TICKS for n in range(TICKS + 1)]
    lines = [
        f'<line x1="{LEFT}" y1="{frame.y(mark)}" x2="{WIDTH - RIGHT}" y2="{frame.y(mark)}" stroke="#e5e7eb"/>'
        for mark in marks
    ]
    return lines + [_text(LEFT - 8, frame.y(mark) + 4, f"{mark:,}", anchor="end") for mark in marks]


def _horizontal_axis(frame: _Frame) -> list[str]:
    every = max(1, (frame.last - frame.first) // 8)
    marks = range(frame.first, frame.last + 1, every)
    return [_text(frame.x(mark), HEIGHT - BOTTOM + 18, str(mark), anchor="middle") for mark in marks]


def _drawn(frame: _Frame, line: Line, colour: str) -> str:
    points = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in line.points)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _legend(lines: Sequence[Line]) -> list[str]:
    drawn, at = [], LEFT
    for line, colour in zip(lines, COLOURS, strict=False):
        drawn.append(f'<rect x="{at}" y="{HEIGHT - 24}" width="14" height="4" fill="{colour}"/>')
        drawn.append(_text(at + 20, HEIGHT - 18, line.name))
        at += 40 + 7 * len(line.name)
    return drawn


def _text(x: float, y: float, text: str, size: int = 12, anchor: str = "start") -> str:
    look = f'font-family="sans-serif" font-size="{size}" text-anchor="{anchor}" fill="#111827"'
    return f'<text x="{x}" y="{y}" {look}>{escape(text)}</text>'
