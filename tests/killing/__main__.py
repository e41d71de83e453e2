"""`python -m tests.killing [--members N] [--kills N]`."""

import sys

from tests.killing.run import main

if __name__ == "__main__":
    sys.exit(main())
