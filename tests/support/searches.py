"""What the search of a site finds, as a reader sees it."""

from typing import Any


def titles(page: Any, words: str, wanted: str = "") -> list[str]:
    """The titles that a search finds; they are there when `wanted` is among the results."""
    page.fill("#search", words)
    page.wait_for_function(
        """(wanted) => {
          const form = document.querySelector(".search");
          return form.dataset.shown === document.querySelector("#search").value
            && form.textContent.includes(wanted);
        }""",
        arg=wanted,
    )
    return [each.inner_text() for each in page.query_selector_all(".results a")]
