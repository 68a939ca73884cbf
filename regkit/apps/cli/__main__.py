"""``python -m regkit.apps.cli``."""

from regkit.apps.cli import main

main()
