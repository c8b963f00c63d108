"""A reading edition: pages that open from the disk, without a server and without a network."""

from teikit.publishing.build import Site, site

__all__ = ["Site", "site"]
