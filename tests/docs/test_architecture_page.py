"""What the page on the architecture says of imports is so, and no import goes up."""

import pytest

from structure import PAGE, rooms, tables, top_down, updated

TABLES = tables()


def test_the_tables_are_up_to_date() -> None:
    hint = "bring it up to date: python tests/support/structure.py"
    assert PAGE.read_text(encoding="utf-8") == updated(), hint
    assert "TODO" not in updated()


@pytest.mark.parametrize("package", TABLES)
def test_a_room_imports_only_rooms_below_it(package: str) -> None:
    order = [room for room, _, _ in TABLES[package]]
    assert order == top_down(rooms(package))


@pytest.mark.parametrize("package", TABLES)
def test_nobody_gets_lost_in_a_package(package: str) -> None:
    assert 1 < len(TABLES[package]) <= 24
