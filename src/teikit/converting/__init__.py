"""From raw pages to TEI: reading, recognising, describing, writing."""
