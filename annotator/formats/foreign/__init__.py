"""What other tools write, read with their labels; each is told by the shape of its rows, or by its name."""
