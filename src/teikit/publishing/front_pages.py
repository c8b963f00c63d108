"""What the first page, the list of letters and the page about the edition are made of."""

from dataclasses import dataclass
from typing import Any

from teikit.profiles.publication import Publication, named_editor
from teikit.publishing.about import AboutText
from teikit.publishing.calendar import CalendarPages
from teikit.publishing.citing import edition_in_words
from teikit.publishing.edition import (
    REGISTERS,
    SiteEdition,
    SiteLetter,
    folded,
)
from teikit.publishing.facts import joined, register_of
from teikit.publishing.labels import Labels

_SHOWN = 12
"""Letters on the first page."""
_MOST_WRITERS = 10


@dataclass(frozen=True, slots=True)
class FrontPages:
    """What the templates of these pages are given, by who publishes the site and its words."""

    publication: Publication
    labels: Labels

    def start(self, found: SiteEdition) -> dict[str, Any]:
        """The first page."""
        counts = dict.fromkeys(REGISTERS, 0)
        for entry in found.entries:
            counts[entry.kind] += 1
        return {
            "numbers": self.labels["counts"].format(
                letters=len(found.sent_letters), persons=counts["person"], places=counts["place"]
            ),
            "others": len(found.other_texts),
            "period": self.period(found) if self.publication.title or found.title else "",
            "writers": self._writers(found),
            "timeline": CalendarPages(found, self.labels).picture,
            "first": [
                {
                    "address": f"letters/{each.name}.html",
                    "text": each.record.title,
                    "date": each.day,
                }
                for each in (found.sent_letters or found.letters)[:_SHOWN]
            ],
        }

    def period(self, found: SiteEdition) -> str:
        """The years of the letters, in words."""
        if not found.years:
            return ""
        first, last = (str(int(year)) for year in found.years)
        return first if first == last else self.labels["period"].format(first=first, last=last)

    def _writers(self, found: SiteEdition) -> list[dict[str, Any]]:
        """Who wrote most letters, where several did."""
        writing = [
            (len(entry.letters.get("sent", ())), entry)
            for entry in found.entries
            if entry.kind != "place" and entry.letters.get("sent")
        ]
        ranked = sorted(writing, key=lambda each: (-each[0], folded(each[1].name)))
        if len(ranked) < 2:
            return []
        return [
            {
                "address": f"{register_of(entry.kind)}#{entry.anchor}",
                "text": entry.name,
                "count": count,
            }
            for count, entry in ranked[:_MOST_WRITERS]
        ]

    def letters(self, found: SiteEdition) -> dict[str, Any]:
        """The list of letters, with what filters it."""
        rows = [self._row(each, found) for each in found.sent_letters]
        filters = []
        for name, key in (
            ("person", "persons"),
            ("place", "place"),
            ("year", "year"),
            ("genre", "genre"),
            ("archive", "archive"),
        ):
            values = {value for row in rows for value in row[key].split("|") if value}
            if len(values) > 1:
                filters.append(
                    {
                        "name": name,
                        "label": self.labels[name],
                        "options": sorted(values, key=folded),
                    }
                )
        names = ("order", "date", "title", "sender", "receiver", "place")
        return {
            "rows": rows,
            "filters": filters,
            "columns": [(name, self.labels[name]) for name in names],
            "numbered": any(row["number"] for row in rows),
            "others": [
                {"address": row["address"], "text": row["title"], "date": row["day"]}
                for row in (self._row(each, found) for each in found.other_texts)
            ],
        }

    def _row(self, each: SiteLetter, found: SiteEdition) -> dict[str, str]:
        record = found.normal(each.record)
        return {
            "address": f"letters/{each.name}.html",
            "number": record.key,
            "day": each.day,
            "year": each.day[:4],
            "title": record.title or record.id,
            "sender": joined([agent.name for agent in record.sent.agents]),
            "receiver": joined([agent.name for agent in record.received.agents]),
            "persons": "|".join(dict.fromkeys(agent.name for agent in record.everybody)),
            "place": joined([place.name for place in record.sent.places]),
            "genre": record.genre,
            "archive": "|".join(mark.partition(",")[0] for mark in record.shelfmarks),
        }

    def about(self, editors: AboutText | None) -> dict[str, Any]:
        """The page about the edition; `editors` is what these say of it."""
        publication = self.publication
        licence = publication.licence
        names = ", ".join(named_editor(each)[0] for each in publication.editors)
        facts_of = [
            (self.labels["editors"], names, ""),
            (self.labels["publisher"], publication.publisher, publication.publisher_home),
            (self.labels["licence"], publication.availability or licence, licence),
        ]
        return {
            "facts": [fact for fact in facts_of if fact[1]],
            "citation": edition_in_words(publication),
            "text": editors.html if editors else "",
        }
