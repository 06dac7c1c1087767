"""How Sphinx builds the documentation: `make docs`, without a network."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE / "_ext")]

import pyverless  # noqa: E402 - the one of this clone

project = "pyverless"
copyright = "the authors of pyverless"  # noqa: A001 - Sphinx's name
version = release = pyverless.__version__

extensions = ["sphinx.ext.autodoc", "settings_reference"]
exclude_patterns = ["_build"]

# Docstrings write code in single backticks.
default_role = "code"
# Python where it is Python: docstrings also have trees and the like.
highlight_language = "default"
add_module_names = False

autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"pyverless {release}"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}
