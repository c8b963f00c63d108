"""ISO Schematron (ISO/IEC 19757-3): schemas, and what documents break of them."""
