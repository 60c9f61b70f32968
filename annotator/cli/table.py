"""The verbs of the command line: where each lives, and what the help of all of them says about it."""

VERBS: dict[str, tuple[str, str, str]] = {
    "serve": ("serve", "serve", "Serve the instance until Ctrl+C or SIGTERM."),
    "demo": ("demo", "demo", "Load the sample project into an empty instance."),
    "project": ("projects", "project", "Make projects and give people a role in them."),
    "user": ("people", "user", "Add people and make sign-in links for them."),
    "pass": ("passes", "pass_", "Make passes: who labels which layers, on what base, how often."),
    "pages": ("pages", "pages", "Print what is known about a project's pages, or set it."),
    "split": ("splits", "split", "Divide a project's pages into train, validation and test."),
    "entities": ("entities", "entities", "Read and write a project's registry of entities."),
    "import": ("importing", "import_", "Import raw text, folders, zip archives, JSON Lines and records."),
    "export": ("exporting", "export", "Write what a project's pages say, as a dataset in one of many formats."),
    "stats": ("stats", "stats", "Print how many pages, labels, quotes and stances a project holds, and of which kind."),
    "page": ("withdrawing", "page", "Withdraw a page, bring it back, or erase it for good."),
    "release": ("releasing", "release", "Freeze chosen labellings into releases; check, compare and join them."),
    "agreement": ("agreement", "agreement", "Print how far the annotators of a project agree, layer by layer."),
    "backup": ("backup", "backup", "Write a backup of everything but the secret key."),
    "restore": ("backup", "restore", "Put a backup into an empty instance."),
    "doctor": ("doctor", "doctor", "Examine the instance: texts, and the log against the labels."),
}
"""Verb -> module, name in it, sentence."""
