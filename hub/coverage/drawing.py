"""The picture of themes and wards, and the sentences that say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import svg
from hub.core.charts import NARROW, WIDE, filled, framed
from hub.coverage.counting import Grid, Word

Address = Callable[[Word, Word], str]
NAMED = 3  # in a sentence
GAP = "hatch hatch--gap"


@dataclass(frozen=True)
class Layout:
    """Where things are in the wide and in the narrow picture."""

    width: int
    names: int  # room for the themes
    head: int  # room for the wards
    row: int
    lines: int  # of a name

    def column(self, grid: Grid) -> float:
        return (self.width - self.names) / max(len(grid.words.wards), 1)


LAYOUTS = (
    Layout(width=WIDE, names=196, head=56, row=32, lines=1),
    Layout(width=NARROW, names=104, head=130, row=46, lines=2),
)


def levels(grid: Grid) -> tuple[int, int]:
    """From how many on a cell is shaded, and shaded darkly."""
    return max(2, round(grid.most / 6)), max(4, round(grid.most / 2))


def picture(grid: Grid, menus: Address, vain: Address) -> Markup:
    return Markup("").join(_drawn(grid, layout, menus, vain) for layout in LAYOUTS)


def _drawn(grid: Grid, layout: Layout, menus: Address, vain: Address) -> Markup:
    parts = [*_head(grid, layout)]
    for place, theme in enumerate(grid.words.themes):
        y = layout.head + place * layout.row
        base = y + 21 if layout.lines == 1 else y + 19
        room = layout.names - 6
        parts.append(svg.paragraph(0, base, theme.label, room=room, lines=layout.lines))
        parts.append(svg.line((0, y + layout.row), (layout.width, y + layout.row), "grid"))
        parts += _row(grid, layout, place, y, menus, vain)
    return svg.linked_picture(
        *parts, width=layout.width, height=layout.head + layout.row * len(grid.words.themes) + 2,
        title=_("分野と区ごとの支援メニューの数"), desc=summary(grid),
        class_="picture--wide" if layout.width == WIDE else "picture--narrow",
    )  # fmt: skip


def _head(grid: Grid, layout: Layout) -> Iterator[Markup]:
    step, first = layout.column(grid), 0
    for area, count in grid.areas:
        x = layout.names + first * step
        if area:
            yield svg.text(x + 2, 16, area, class_="strong", room=count * step)
            yield svg.line((x + 1, 22), (x + count * step - 3, 22), "axis")
        first += count
    for place, ward in enumerate(grid.words.wards):
        middle = layout.names + (place + 0.5) * step
        if layout.width == WIDE:
            yield svg.text(middle, layout.head - 12, ward.label, anchor="middle", room=step + 10)
        else:  # upright
            yield svg.paragraph(middle - 7, 42, ward.label, room=svg.TEXT_SIZE, lines=5)


def _row(
    grid: Grid, layout: Layout, place: int, y: int, menus: Address, vain: Address
) -> Iterator[Markup]:
    theme, row, step = grid.words.themes[place], grid.numbers[place], layout.column(grid)
    for number, ward in enumerate(grid.words.wards):
        x = layout.names + number * step
        yield _menus(grid, layout, (theme, ward), row[number], not any(row), (x, y), menus)
        if searched := grid.vain.get((theme.code, ward.code), 0):
            yield _searched(grid, layout, (theme, ward), searched, (x, y), vain)


def _menus(
    grid: Grid, layout: Layout, at: tuple[Word, Word], count: int, is_nowhere: bool,
    corner: svg.Point, address: Address,
) -> Markup:  # fmt: skip
    width, height = layout.column(grid) - 2, layout.row - 4
    x, y = corner[0] + 1, corner[1] + 2
    if not count:
        ground = svg.hatch(x, y, width, height, GAP) if is_nowhere else Markup("")
        return svg.group(ground, hidden=True) if is_nowhere else ground
    shade = _look(grid, count)
    middle, base = x + width / 2, y + (18 if layout.lines == 1 else 15)
    if grid.shows_vain and layout.lines == 1:
        middle = x + width * 0.3
    if shade == "pale" and layout.lines == 1:
        base = y + 16
    name = f"{at[0].label} {at[1].label} {count}"
    value = svg.text(middle, base, str(count), anchor="middle", class_=f"on on--{shade}")
    reach = svg.target(x, y, width, height)
    return svg.link(address(*at), name, filled(x, y, width, height, shade), reach, value)


def _searched(
    grid: Grid, layout: Layout, at: tuple[Word, Word], count: int, corner: svg.Point,
    address: Address,
) -> Markup:  # fmt: skip
    """A rhomb with the number of words, over what there is."""
    width = layout.column(grid)
    is_wide = layout.lines == 1
    x = corner[0] + (width * 0.72 if is_wide else width / 2)
    y = corner[1] + (16 if is_wide else 33)
    name = _("%(theme)s %(ward)s 見つからなかった検索 %(count)s", theme=at[0].label,
             ward=at[1].label, count=count)  # fmt: skip
    return svg.link(
        address(*at), name, svg.target(x - 12, y - 12, 24, 24),
        svg.diamond((x, y), 12, "sought"),
        svg.text(x, y + 5, str(count), anchor="middle", class_="sought-number"),
    )  # fmt: skip


def _look(grid: Grid, count: int) -> str:
    pale, solid = levels(grid)
    return "solid" if count >= solid else "pale" if count >= pale else "none"


def summary(grid: Grid) -> str:
    """For who does not see the picture, and for who does."""
    themes, nowhere = len(grid.words.themes), grid.nowhere
    if len(nowhere) == themes:
        return _("あてはまる支援メニューはありません。")
    said = _("%(themes)s分野のうち%(count)s分野に、支援メニューがあります。", themes=themes,
             count=themes - len(nowhere))  # fmt: skip
    if nowhere:
        said += _("どの区にも市全域にもないのは、%(names)sです。",
                  names="、".join(theme.label for theme in nowhere))  # fmt: skip
    least = min((number for _ward, number in grid.own_counts), default=0)
    wards = [ward.label for ward, number in grid.own_counts if number == least]
    if wards and len(wards) < len(grid.own_counts):
        said += _(
            "区を限るメニューのある分野がいちばん少ないのは、%(names)s（%(count)s分野）です。",
            names="、".join(wards), count=least,
        )  # fmt: skip
    return said + _said_of_searches(grid)


def _said_of_searches(grid: Grid) -> str:
    if not grid.shows_vain:
        return ""
    gaps = grid.asked_for
    if not gaps:
        return _("メニューのないところで、さがされた言葉は今のところありません。")
    names = "、".join(
        _("%(theme)s（%(ward)s）", theme=theme.label, ward=ward.label)
        for theme, ward, _count in gaps[:NAMED]
    )
    if len(gaps) > NAMED:
        names = _("%(names)sなど%(count)sか所", names=names, count=len(gaps))
    return _("メニューがないのにさがされたのは、%(names)sです。", names=names)


def gap() -> Markup:
    """The sign of what nobody offers, for the legend."""
    return framed(svg.hatch(1, 1, 26, 14, GAP))
