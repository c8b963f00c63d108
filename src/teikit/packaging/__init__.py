"""Packages for deposit: an edition with all that belongs to it, as a bag (BagIt, RFC 8493)."""

from teikit.packaging.bag import BagWriter
from teikit.packaging.checking import BagFault, check
from teikit.packaging.packing import NotSound, Packaged, package

__all__ = ["BagFault", "BagWriter", "NotSound", "Packaged", "check", "package"]
