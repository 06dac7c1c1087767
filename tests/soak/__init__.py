"""What runs for longer than tests may: `make soak`."""
