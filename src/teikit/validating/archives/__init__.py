"""What archives ask of TEI: tables of requirements, and what reads them."""
