"""Learn what a text says of a target: python train_stance.py DATASET."""

import sys

from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

train = load_dataset(sys.argv[1], "stance", split="train")
texts = [f"{row['holder']} on {row['target']}: {row['text']}" for row in train]
labels = [train.features["label"].int2str(row["label"]) for row in train]
model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=100))
model.fit(texts, labels)

print(f"{len(texts)} stances learned, {model.score(texts, labels):.0%} of them by heart")
print(f"{model.predict(['Ivo Lang on the dam: We will never accept it.'])[0]} is the guess for a new one")
