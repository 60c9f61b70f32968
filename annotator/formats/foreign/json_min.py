"""JSON-MIN, the short export of Label Studio: an annotation a row, its labels beside the task's data, by their tag.

Relations are not in it, nor is which region a choice or a text area is about.
Format: https://labelstud.io/guide/export#JSON-MIN
"""

from annotator.core.labels import Json

from .places import LABELS

ALWAYS = ("annotation_id", "annotator", "lead_time")
ABOUT = (*ALWAYS, "id", "created_at", "updated_at", "agreement")
"""What is said of the annotation; all else is data or labels."""


def is_flat(value: Json) -> bool:
    """Tell whether a row is one of JSON-MIN."""
    return "data" not in value and all(key in value for key in ALWAYS)


def task_of(row: Json) -> Json:
    """Return a row in the shape of a task with one annotation."""
    data: Json = {}
    results: list[Json] = []
    for name, said in row.items():
        regions = [(one, _kind(one)) for one in said] if isinstance(said, list) else []
        if name in ABOUT:
            continue
        if not any(kind for _, kind in regions):
            data[name] = said
        for number, (region, kind) in enumerate(regions if name not in data else ()):
            where = {"id": f"{name} {number + 1}", "from_name": name, "type": kind or "choices"}
            results.append({**where, "value": region if kind else {"start": None, "choices": region}})
    annotation = {"id": row["annotation_id"], "completed_by": row["annotator"], "result": results}
    annotation |= {key: row.get(key) for key in ("created_at", "updated_at")}
    return {"data": data, "annotations": [annotation]}


def _kind(region: object) -> str | None:
    """Return the type of what a tag says of a region; None for what is data."""
    if not isinstance(region, dict):
        return None
    said = next((one for one in (*LABELS, "choices") if one in region), None)
    return said or ("textarea" if {"start", "end", "text"} <= region.keys() else None)
