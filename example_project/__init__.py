"""A small API on pyverless: users, log-in, articles."""
