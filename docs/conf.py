"""Sphinx: MyST Markdown, furo, no network."""

project = "OpenCME"
author = "The OpenCME contributors"
copyright = "The OpenCME contributors, Apache-2.0"  # noqa: A001 -- Sphinx's name
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "OpenCME"
html_show_sourcelink = False
exclude_patterns = ["_build"]
nitpicky = True
