"""Run the command line: ``python -m astrograph``."""

from astrograph.cli import main

if __name__ == "__main__":
    main()
