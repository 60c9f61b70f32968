"""How far labellings of the same page agree: counts that add up over pages, and the figures that follow from them."""
