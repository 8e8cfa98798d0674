"""`python -m opora`: the same as the command `opora`."""

from opora.cli import main

main()
