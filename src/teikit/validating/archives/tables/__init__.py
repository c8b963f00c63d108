"""The tables of requirements, one file for each archive."""

from collections.abc import Mapping

from teikit.validating.archives.requirement import Archive, Requirement
from teikit.validating.archives.tables.arche import ARCHE
from teikit.validating.archives.tables.cmif import CMIF
from teikit.validating.archives.tables.correspsearch import CORRESPSEARCH
from teikit.validating.archives.tables.dtabf import DTABF
from teikit.validating.archives.tables.europeana import EUROPEANA
from teikit.validating.archives.tables.zenodo import ZENODO

ARCHIVES: Mapping[str, Archive] = {
    archive.name: archive for archive in (CMIF, CORRESPSEARCH, DTABF, EUROPEANA, ZENODO, ARCHE)
}
"""The archives by their names, in the order of their codes."""

REQUIREMENTS: tuple[Requirement, ...] = tuple(
    requirement for archive in ARCHIVES.values() for requirement in archive.requirements
)
"""What they all ask for, in the order of the codes."""
