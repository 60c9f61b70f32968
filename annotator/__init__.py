"""Label raw web text: body, boilerplate, attributed quotes and stance, as a dataset with exact offsets."""

__version__ = "0.1.0"
