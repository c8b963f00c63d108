"""What the page of a letter asks of the edition, so that it is known when it must be made anew.

A question is the name of a property or method of `SiteEdition` with what it is asked about; the
answers are kept as digests. Nobody has to say what a page is made of: all it has is what it asked.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, cast

from teikit.publishing.edition import SiteEdition, SiteLetter

_LETTER = "letter"


class AnswerDigests:
    """The digests of what an edition answers to questions, which are JSON."""

    def __init__(self, edition: SiteEdition) -> None:
        self._edition = edition
        self._found: dict[str, str] = {}
        self._letters: dict[str, str] = {}

    def of(self, question: str) -> str:
        """The digest of an answer; empty for what is no question."""
        if question not in self._found:
            try:
                self._found[question] = self._digest(self._answer(json.loads(question)))
            except Exception:  # it may come from a file that anybody has written
                self._found[question] = ""
        return self._found[question]

    def letter(self, letter: SiteLetter) -> str:
        """The digest of all that is known of a letter."""
        if letter.name not in self._letters:
            self._letters[letter.name] = _sum(repr(letter))
        return self._letters[letter.name]

    def learn(self, digests: Mapping[str, str]) -> None:
        """Take over what another process has found out of the same edition, by the questions."""
        self._found.update(digests)

    def _answer(self, question: Any) -> Any:
        name, *asked = question
        if name not in _PUBLIC:
            raise ValueError
        value = getattr(self._edition, name)
        arguments = [self._argument(each) for each in asked]
        if isinstance(value, Mapping) and asked:
            return value.get(arguments[0])
        return value(*arguments) if callable(value) else value

    def _argument(self, written: Any) -> Any:
        if isinstance(written, dict):
            return self._edition.by_name[written[_LETTER]]
        return tuple(written) if isinstance(written, list) else written

    def _digest(self, value: Any) -> str:
        return _sum(repr(self._canonical(value)))

    def _canonical(self, value: Any) -> Any:
        """The same for what is equal, in every run."""
        if type(value) in _PLAIN:  # nearly all is
            return value
        if isinstance(value, SiteLetter):
            return self.letter(value)
        if is_dataclass(value):
            return type(value).__name__, self._canonical(_values(value))
        if isinstance(value, Mapping):
            return sorted((repr(key), self._canonical(each)) for key, each in value.items())
        if isinstance(value, frozenset | set):
            return sorted(map(repr, value))
        if isinstance(value, tuple | list):
            return [self._canonical(each) for each in value]
        return value


class Trace:
    """An edition that notes what it is asked; to a page it is the edition itself."""

    def __init__(self, edition: SiteEdition) -> None:
        self._edition = edition
        self.questions: dict[str, None] = {}

    @classmethod
    def around(cls, edition: SiteEdition) -> tuple[SiteEdition, dict[str, None]]:
        """The edition with what is asked of it, which grows."""
        trace = cls(edition)
        return cast("SiteEdition", trace), trace.questions

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._edition, name)
        if isinstance(value, Mapping):
            return _Asked(name, value, self.questions)
        if callable(value):
            return self._noting(name, value)
        self.questions[_question(name)] = None
        return value

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            self.questions[_question(name, *arguments)] = None
            return method(*arguments)

        return noted


class _Asked(Mapping[Any, Any]):
    """A mapping that notes which of its keys are asked for."""

    def __init__(self, name: str, mapping: Mapping[Any, Any], questions: dict[str, None]) -> None:
        self._name = name
        self._mapping = mapping
        self._questions = questions

    def __getitem__(self, key: Any) -> Any:
        self._questions[_question(self._name, key)] = None
        return self._mapping[key]

    def __iter__(self) -> Iterator[Any]:
        self._questions[_question(self._name)] = None
        return iter(self._mapping)

    def __len__(self) -> int:
        self._questions[_question(self._name)] = None
        return len(self._mapping)


_PUBLIC = frozenset(name for name in dir(SiteEdition) if not name.startswith("_")) | {
    field.name for field in fields(SiteEdition)
}


_PLAIN = (str, bool, int, float, type(None))
_JSON = json.JSONEncoder(ensure_ascii=False)


def _question(name: str, *arguments: Any) -> str:
    if all(type(each) is str for each in arguments):  # nearly all are; it takes a third of the time
        return f"[{', '.join(map(encode_basestring, (name, *arguments)))}]"
    written = [{_LETTER: each.name} if isinstance(each, SiteLetter) else each for each in arguments]
    return _JSON.encode([name, *written])


def _sum(words: str) -> str:
    return sha256(words.encode(errors="backslashreplace")).hexdigest()


def _values(value: Any) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]
