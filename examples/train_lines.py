"""Learn which lines of a page are its story: python train_lines.py DATASET."""

import sys

from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

train = load_dataset(sys.argv[1], "lines", split="train")
lines = [text for page in train for text, score in zip(page["text"], page["score"], strict=True) if score]
labels = [label for page in train for label, score in zip(page["label"], page["score"], strict=True) if score]
model = make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4)), LogisticRegression(C=100))
model.fit(lines, labels)

print(f"{len(lines)} lines of {len(train)} pages learned, {model.score(lines, labels):.0%} of them by heart")
names = train.features["label"].feature
for line in ("• Sign up for our newsletter", "The minister said on Monday that the bridge would open in May."):
    print(f"{names.int2str(int(model.predict([line])[0]))}: {line}")
