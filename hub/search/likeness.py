"""Whether one word may be another one that was typed wrongly."""

SHORTEST = 3  # characters: of shorter ones nearly everything is near


def is_near(typed: str, known: str) -> bool:
    """One character is other, missing, too many, or two stand the other way round."""
    longer, shorter = (typed, known) if len(typed) >= len(known) else (known, typed)
    if len(shorter) < SHORTEST - 1 or len(longer) < SHORTEST or len(longer) - len(shorter) > 1:
        return False
    begin = 0
    while begin < len(shorter) and longer[begin] == shorter[begin]:
        begin += 1
    one, other = longer[begin:], shorter[begin:]
    if len(one) == len(other):
        swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
        return one[1:] == other[1:] or swapped
    return one[1:] == other
