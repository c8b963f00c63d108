"""Headings that name the receiver of the letter before: "To the same"."""

from collections.abc import Sequence
from dataclasses import replace

from teikit.converting.letter import Letter, NameGroup
from teikit.profiles.profile import Profile


def to_the_same(letters: Sequence[Letter], profile: Profile) -> list[Letter]:
    """The letters of a page, "the same" in a heading replaced by whom the one before names."""
    found: list[Letter] = []
    before: tuple[NameGroup, ...] = ()
    for letter in letters:
        heading = letter.heading
        if heading is None:
            found.append(letter)
            continue
        groups = tuple(_named(group, before, profile) for group in heading.groups)
        before = groups
        changed = groups != heading.groups
        found.append(
            replace(letter, heading=replace(heading, groups=groups)) if changed else letter
        )
    return found


def _named(group: NameGroup, before: Sequence[NameGroup], profile: Profile) -> NameGroup:
    """A group with the names of the same side in the heading before, where it says so."""
    same = {word.casefold() for word in profile.heading.same}
    if len(group.names) != 1 or group.names[0].casefold().strip(" .") not in same:
        return group
    others = [other for other in before if other.side == group.side]
    return replace(group, names=others[-1].names) if others else group
