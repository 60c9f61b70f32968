"""What each format keeps and drops, in the words of docs/formats.md, for who chooses one."""

KEPT: dict[str, tuple[str, str]] = {
    "jsonl": (
        "everything: the canonical record",
        "nothing",
    ),
    "rows": (
        "text and metadata of pages",
        "all labels",
    ),
    "huggingface": (
        "everything, as tables for training",
        "pages of the split none",
    ),
    "huggingface-jsonl": (
        "the same rows, labels as names; no library needed",
        "pages of the split none",
    ),
    "docbin": (
        "everything: spans by role, the rest in user_data",
        "nothing",
    ),
    "cas": (
        "everything, as annotations",
        "characters that XML can't hold",
    ),
    "dom": (
        "label and kind of each text node and alt of an HTML page, by XPath",
        "quotes, stances, pages that were not HTML",
    ),
    "xlsx": (
        "lines, quotes, stances, notes, each on a sheet",
        "who and when, what is longer than a cell",
    ),
    "conll": (
        "label, kind and flags of lines; content, cue and source as BIO tags, a column each",
        "what belongs to which quote, speakers, contents inside contents, stances",
    ),
    "brat": (
        "lines, quotes with all parts and flags, speakers, stances with evidence",
        "page answers, notes, stances without evidence",
    ),
    "label-studio": (
        "lines, quotes with all parts and flags, speakers by name, stances with evidence, ties as relations",
        "page answers, notes, stances without evidence",
    ),
    "doccano": (
        "lines and the spans of quotes and evidence, by label",
        "kinds, what belongs to which quote, speakers, targets, polarities",
    ),
    "prodigy": (
        "lines, quotes with all parts and flags, speakers, stances with evidence",
        "page answers, notes, stances without evidence",
    ),
    "semeval": (
        "a row a stance: target, text, FAVOR, AGAINST, NEUTRAL or NONE",
        "everything else, unclear, holders, evidence, strength",
    ),
    "article-extraction-benchmark": (
        "the body by id, the HTML where there is some",
        "kinds, everything else",
    ),
    "csv": (
        "a row a line: label, kind, split, text",
        "everything else",
    ),
    "citron": (
        "contents, first cue, sources, groups of sources of one speaker",
        "quotes without a cue, speakers, stances, lines",
    ),
    "polnear": (
        "outermost quotes: content, cue, source",
        "quotes inside quotes, speakers, stances, lines",
    ),
    "directquote": (
        "direct quotations, whether the speaker stands left or right, speakers' names",
        "other quotes, cues, stances, lines",
    ),
    "cleaneval": (
        "the body with <h>, <p>, <l>",
        "everything else",
    ),
    "chatnoir": (
        "the body by digest of the source, the HTML where there is some",
        "everything else",
    ),
}
"""By name of the format: what it keeps, what it drops."""
