"""Packages for deposit: an edition with all that belongs to it, as a bag (BagIt, RFC 8493)."""

from teikit.exporting.deposit.bag import BagWriter
from teikit.exporting.deposit.checking import BagFault, check
from teikit.exporting.deposit.packing import NotSound, Packaged, package

__all__ = ["BagFault", "BagWriter", "NotSound", "Packaged", "check", "package"]
