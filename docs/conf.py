"""Sphinx configuration of regkit's documentation."""

from __future__ import annotations

import regkit

project = "regkit"
author = "the regkit maintainers"
project_copyright = "the regkit maintainers"
version = release = regkit.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
myst_enable_extensions = ["deflist", "attrs_inline"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {"description": "From regulatory text to a requirements graph you can cite.", "fixed_sidebar": True}
html_copy_source = False
nitpicky = False
