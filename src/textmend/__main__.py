"""Run the command line: ``python -m textmend``."""

import sys

from textmend.cli import main

if __name__ == "__main__":
    sys.exit(main())
