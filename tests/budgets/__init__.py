"""What each kind of handler may cost: modules loaded, and Python functions called.

`budgets.toml` has the figures, `python -m tests.budgets` writes them.
"""
