"""``python -m regkit``."""

from regkit.apps.cli import main

main()
