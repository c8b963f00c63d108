"""A reading edition: pages that open from the disk, without a server and without a network."""

from teikit.publishing.build import Site, site
from teikit.publishing.plotting import PICTURES, plot
from teikit.publishing.reading import ReadLetter, ReadLetters, read

__all__ = ["PICTURES", "ReadLetter", "ReadLetters", "Site", "plot", "read", "site"]
