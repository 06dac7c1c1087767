"""Django-style class-based handlers for AWS Lambda."""

__version__ = "0.1.0"
