"""`python -m havre.config` is the `havre` command."""

import sys

from havre.config.cli import main

sys.exit(main())
