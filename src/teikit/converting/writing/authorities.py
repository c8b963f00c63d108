"""Reading the authority files: `persons.xml`, `places.xml`, `orgs.xml`."""

from pathlib import Path

from teikit.converting.authority import FILES, Authority, AuthorityEntry
from teikit.converting.source import collapse
from teikit.tei.names import tei
from teikit.xml.files import load
from teikit.xml.names import ID

_NAME = {"person": "persName", "place": "placeName", "org": "orgName"}


def load_authority(folder: Path, base: str = "../authority/") -> Authority:
    """The entries of the files in a folder; a file that is not there has none.

    `base` is what stands before a file's name in the references to it.

    Raises:
        TeikitError: a file cannot be read.
    """
    entries = []
    for kind, file in FILES.items():
        path = folder / file
        if not path.exists():
            continue
        for element in load(path).iter(tei(kind)):
            names = [
                collapse("".join(map(str, name.itertext())))
                for name in element.iterchildren(tei(_NAME[kind]))
            ]
            id_ = element.get(ID, "")
            if id_ and names:
                entries.append(
                    AuthorityEntry(
                        id_, kind, names[0], tuple(dict.fromkeys(names)), element.get("type", "")
                    )
                )
    return Authority(tuple(entries), base)
