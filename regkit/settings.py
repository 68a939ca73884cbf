"""STUB: regkit.toml to frozen Settings."""
