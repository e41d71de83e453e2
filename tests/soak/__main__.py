"""`python -m tests.soak [--minutes M] [--members N] [--seed S]`."""

import sys

from tests.soak.run import main

if __name__ == "__main__":
    sys.exit(main())
