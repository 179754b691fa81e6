"""The marker at the end of a line, ``{宿題:R8-12}``: it binds the line to what it became."""

from collections.abc import Mapping

from hub.meetings.lines.finding import Found, find


def mark(text: str, assignments: Mapping[int, str]) -> str:
    """Put ``宿題:R8-12`` behind the lines with these numbers; a marker it had there is replaced.

    Twice is the same as once. Everything else stays as it is, the spaces at the end too.

    Raises:
        ValueError: a number that is not the number of a recognised line.
    """
    lines = {found.number: found for found in find(text)}
    if unknown := sorted(assignments.keys() - lines.keys()):
        raise ValueError(f"no recognised lines: {unknown}")
    rows = text.split("\n")
    for number, marker in assignments.items():
        rows[number - 1] = _with(lines[number], marker)
    return "\n".join(rows)


def found(text: str) -> dict[str, int]:
    """The markers of a text and the numbers of their lines: what is missing was taken away."""
    return {line.marker: line.number for line in find(text) if line.marker is not None}


def _with(line: Found, marker: str) -> str:
    written = f"{{{marker}}}"
    if line.marker == marker:
        return line.text
    if line.marker_at is not None:
        begin, end = line.marker_at
        return line.text[:begin] + written + line.text[end:]
    return f"{line.text[: line.end]} {written}{line.text[line.end :]}"
