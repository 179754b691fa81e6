"""The timeline as one picture: a line for each action and idea, in groups by organization."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from hub.actions.models import Action, ActionStatus
from hub.core import svg
from hub.core.charts import Months, filled, framed, month_axis
from hub.ideas.models import Stage
from hub.pictures.timeline import wording
from hub.pictures.timeline.queries import ActionLine, Group, IdeaLine, Line
from hub.pictures.timeline.selection import Selection

WIDTH, TITLES, LEFT, TOP = 1080, 136, 390, 52  # organization, title, months
ROW, BAR = 26, 14

LOOKS = {
    ActionStatus.NOT_STARTED: "none",
    ActionStatus.IN_PROGRESS: "pale",
    ActionStatus.ON_HOLD: "dashed",
    ActionStatus.DONE: "solid",
    ActionStatus.DROPPED: "ribs",
}
Address = Callable[[Line], str]


def draw(groups: Sequence[Group], chosen: Selection, today: date, address: Address) -> Markup:
    months = Months(chosen.first, chosen.months, LEFT, WIDTH)
    places, headings, bottom = _places(groups)
    parts = [month_axis(months, TOP, bottom), *headings]
    if months.holds(today):
        parts.append(_today(months(today), bottom))
    for line, y in places:
        shapes = _action(line, months, y, today) if isinstance(line, ActionLine) else (
            _idea(line, months, y, today)
        )  # fmt: skip
        said = svg.text(TITLES, y + 5, wording.title(line), room=LEFT - TITLES - 10)
        row = svg.rect(TITLES - 6, y - ROW / 2, WIDTH - TITLES + 6, ROW, "target")
        parts.append(svg.link(address(line), wording.spoken(line, today), row, said, *shapes))
    lines = [line for line, _y in places]
    return svg.linked_picture(
        *parts, *_arrows(places, months), width=WIDTH, height=bottom + 4,
        title=_("組織と月ごとの工程表"), desc=wording.summary(lines, today), class_="timeline",
    )  # fmt: skip


def _places(
    groups: Sequence[Group],
) -> tuple[list[tuple[Line, float]], list[Markup], float]:
    """Each line with the middle of its row, what stands left of them, and where it all ends."""
    y, places, headings = float(TOP), [], []
    for group in groups:
        organization = group.organization
        name = organization.short_name if organization else _("（未定）")
        headings.append(svg.line((0, y), (WIDTH, y), "axis"))
        headings.append(svg.text(0, y + ROW - 8, name, class_="strong", room=TITLES - 14))
        for line in group.lines:
            places.append((line, y + ROW / 2))
            y += ROW
    return places, headings, y


def _today(x: float, bottom: float) -> Markup:
    word = svg.text(x, 12, _("今日"), anchor="middle", class_="strong")
    return svg.group(svg.line((x, 18), (x, bottom), "today"), word, hidden=True)


def _action(line: ActionLine, months: Months, y: float, today: date) -> Iterator[Markup]:
    action = line.action
    begin, end = months(line.began), months.after(_until(action, months))
    yield filled(begin, y - BAR / 2, max(end - begin, 4), BAR, LOOKS[action.status])
    last = end
    if action.is_overdue(today) and action.due_on:
        last = months.after(today)
        yield svg.rect(end, y - BAR / 2, last - end, BAR, "fill fill--none fill--late")
        yield svg.hatch(end, y - BAR / 2, last - end, BAR, "hatch hatch--stop")
    first = action.first_due_on
    if action.extensions and first and months.holds(first):
        yield svg.triangle((months.after(first), y - 8), 5, "fill fill--none")
    if action.is_open and action.due_on and months.holds(action.due_on):
        look = "fill fill--stop" if action.is_overdue(today) else "fill fill--solid"
        yield svg.triangle((months.after(action.due_on), y - 8), 5, look)
    yield from _note(line, last, y, today)


def _until(action: Action, months: Months) -> date:
    """Where the bar itself ends; without a day it goes on."""
    if action.closed_on:
        return action.closed_on
    if action.status is ActionStatus.ON_HOLD and action.review_on:
        return action.review_on
    return action.due_on or months.starts[-1]


def _idea(line: IdeaLine, months: Months, y: float, today: date) -> Iterator[Markup]:
    idea = line.idea
    until = idea.closed_on or max(today, idea.look_at_on or today)
    end = months(until)
    yield svg.line((months(line.began), y), (end, y), "thread")
    for day, stage in _stages_within(line, months):
        yield mark(stage, (months(day), y))
    if idea.is_open and idea.look_at_on and months.holds(idea.look_at_on):
        yield svg.triangle((months(idea.look_at_on), y - 8), 5, "fill fill--none")
        end = max(end, months(idea.look_at_on))
    yield from _note(line, end, y, today)


def _stages_within(line: IdeaLine, months: Months) -> list[tuple[date, Stage]]:
    """Those of these months, and first the one it came into them with."""
    known = line.stages or [(line.began, Stage.SEED)]
    before = [stage for day, stage in known if day < months.first][-1:]
    within = [(day, stage) for day, stage in known if months.holds(day)]
    return [(months.first, stage) for stage in before] + within


def mark(stage: Stage, at: svg.Point) -> Markup:
    """Each stage has its shape: a ring, a ring with a dot, a diamond, a full circle, a cross."""
    x, y = at
    if stage is Stage.TRIED:
        return svg.diamond(at, 7, "fill fill--solid")
    if stage is Stage.ROOTED:
        return svg.circle(at, 6, "fill fill--solid")
    if stage is Stage.DROPPED:
        cross = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
        return svg.element("path", d=cross, class_="cross")
    ring = svg.circle(at, 6, "fill fill--none")
    if stage is Stage.STUDIED:
        return ring + svg.circle(at, 3, "fill fill--solid")
    return ring


def _note(line: Line, end: float, y: float, today: date) -> Iterator[Markup]:
    """What is remarkable, where there is room for it; the table has it always."""
    said = wording.note(line, today)
    width = svg.width_of(said)
    if said and end + 12 + width <= WIDTH:
        strong = isinstance(line, ActionLine) and line.action.is_overdue(today)
        yield svg.text(end + 12, y + 5, said, class_="late" if strong else "sub")


def _arrows(places: list[tuple[Line, float]], months: Months) -> Iterator[Markup]:
    """From the end of what is awaited down or up to what waits, where both are on this page."""
    at = {line.action.id: (line, y) for line, y in places if isinstance(line, ActionLine)}
    for line, y in at.values():
        for waited in line.waits:
            if waited.action.id not in at:
                continue
            _awaited, from_y = at[waited.action.id]
            x = months.after(_until(waited.action, months))
            down = y > from_y
            way = [(x, from_y + (BAR / 2 if down else -BAR / 2)), (x, y + (-9 if down else 9))]
            look = "arrow--stop" if waited.slips else ""
            yield svg.group(svg.arrow(way, look), hidden=True)


def legend() -> dict[str, Markup]:
    """A small piece of each sign, for the words beside it."""
    here = (14.0, 8.0)
    hatched = svg.rect(1, 1, 26, 14, "fill fill--none fill--late")
    signs = {
        "late": hatched + svg.hatch(1, 1, 26, 14, "hatch hatch--stop"),
        "due": svg.triangle(here, 5, "fill fill--solid"),
        "first_due": svg.triangle(here, 5, "fill fill--none"),
        "arrow": svg.arrow([(2, 8), (26, 8)], ""),
        "slipping": svg.arrow([(2, 8), (26, 8)], "arrow--stop"),
    } | {stage.value: mark(stage, here) for stage in Stage}
    return {name: framed(sign) for name, sign in signs.items()}
