"""`python -m teikit`: the same as the command `teikit`."""

from teikit.cli import main

main(prog_name="teikit")
