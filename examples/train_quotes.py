"""Learn which words stand inside a quotation: python train_quotes.py DATASET."""

import re
import sys

from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

train = load_dataset(sys.argv[1], "quotes", split="train")
words = [(page, word.start()) for page in train for word in re.finditer(r"\w+", page["text"])]
around = [page["text"][max(0, at - 40) : at] + "\0" + page["text"][at : at + 40] for page, at in words]
inside = [any(s["start"] <= at < s["end"] for q in page["quotes"] for s in q["contents"]) for page, at in words]
model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), LogisticRegression(C=100)).fit(
    around, inside
)

print(f"{len(words)} words learned, {sum(inside)} of them inside, {model.score(around, inside):.0%} by heart")
