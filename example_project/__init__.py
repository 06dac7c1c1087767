"""A small API on pyverless: users, log-in, articles, and what happens around them."""
