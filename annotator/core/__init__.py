"""What is true without a computer around it: text, spans, scheme, labels and their operations; standard library only."""
