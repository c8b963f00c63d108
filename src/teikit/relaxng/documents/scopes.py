"""The namespaces in scope while a document is read."""

from collections.abc import Iterator, Mapping

from teikit.relaxng.patterns.names import XML


class Scopes(Mapping[str, str]):
    """Prefixes and the namespace names that they have now; `""` is the default namespace."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {"xml": [XML]}

    def declare(self, prefix: str | None, name: str | None) -> None:
        """A declaration comes into scope."""
        self._names.setdefault(prefix or "", []).append(name or "")

    def leave(self, prefix: str | None) -> None:
        """The innermost declaration of a prefix goes out of scope."""
        names = self._names[prefix or ""]
        names.pop()
        if not names:
            del self._names[prefix or ""]

    def __getitem__(self, prefix: str) -> str:
        return self._names[prefix][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
