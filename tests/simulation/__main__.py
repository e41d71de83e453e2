"""`python -m tests.simulation`: a country of the size asked for, through the years asked for."""

import sys

from tests.simulation.run import main

if __name__ == "__main__":
    sys.exit(main())
