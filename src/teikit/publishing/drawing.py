"""Pictures as SVG: letters by year or month."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT, _FOOT = 960, 150, 22


def columns(counts: Mapping[str, int], title: str) -> Markup:
    """A column for each name, as high as its count."""
    if not counts:
        return Markup()
    most = max(counts.values())
    step = _WIDTH / len(counts)
    room = _HEIGHT - _FOOT - 14
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}"'
        ' xmlns="http://www.w3.org/2000/svg">'
    ]
    every = -(-len(counts) // 16)
    for number, (name, count) in enumerate(counts.items()):
        height = round(room * count / most, 1)
        left = round(number * step + step * 0.1, 1)
        width = round(min(step * 0.8, 60), 1)
        top = round(_HEIGHT - _FOOT - height, 1)
        parts.append(
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}">'
            f"<title>{escape(name)}: {count}</title></rect>"
        )
        middle = round(left + width / 2, 1)
        if number % every == 0:
            parts.append(
                f'<text x="{middle}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(name)}</text>'
            )
        if len(counts) <= 40:
            parts.append(f'<text x="{middle}" y="{top - 4}" text-anchor="middle">{count}</text>')
    parts.append("</svg>")
    return Markup("".join(parts))


def by_year(days: Sequence[str]) -> Mapping[str, int]:
    """How many of these days are in each year, from the first to the last."""
    years = [int(day[:4]) for day in days if day[:4].isdecimal()]
    if not years or max(years) - min(years) > 200:
        return {}
    return {str(year): years.count(year) for year in range(min(years), max(years) + 1)}
