"""What is true without a computer around it: text, scheme, labels and their operations (standard library only)."""
