"""The house as its tests see it: the tree of every file, and which file opens which."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import planner

HOME = Path(planner.__file__).parent

# A room uses only rooms that stand before it; the drawings use none.
ROOMS = (
    *("model", "drawings", "assessment", "plan", "reading", "language", "record", "pages", "press", "curation"),
    *("exports", "importers", "web", "commands"),
)

Trees = Mapping[str, ast.Module]


def trees(home: Path) -> dict[str, ast.Module]:
    """Every file of a house by its dotted name below ``planner``; the house itself is "" and a room's own file its name."""
    found = {}
    for path in sorted(home.rglob("*.py")):
        parts = path.relative_to(home).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


TREES = trees(HOME)
FRONT = {"", "__main__"}  # open the house on demand; nothing imports them


def imports(tree: ast.AST) -> Iterator[str]:
    """What a file opens of the house, at the top or inside a function: names below ``planner``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name[len("planner.") :] for alias in node.names if alias.name.startswith("planner"))
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "planner"):
            base = (node.module or "").removeprefix("planner").lstrip(".")
            yield from (f"{base}.{alias.name}".lstrip(".") for alias in node.names)


def opened(name: str, house: Trees) -> set[str]:
    """The files that a file opens."""
    found = set()
    for one in imports(house[name]):
        home = one if one in house else one.rpartition(".")[0]
        found.add(home)
    return found


def upward(house: Trees) -> list[str]:
    """Imports that go against the order of the rooms, or out by the front."""
    found = []
    for name in house.keys() - FRONT:
        room = name.split(".")[0]
        above = set(ROOMS[: ROOMS.index(room) + 1]) if room != "drawings" else {"drawings"}
        found += [
            f"{name} opens {one or 'planner'}" for one in sorted(opened(name, house)) if one.split(".")[0] not in above
        ]
    return sorted(found)


def circles(house: Trees) -> list[str]:
    """Files that open each other in a circle, each circle once."""
    cleared: set[str] = set()
    found: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            found.append(" → ".join((*way[way.index(name) :], name)))
        elif name not in cleared:
            for one in sorted(opened(name, house) & house.keys()):
                visit(one, (*way, name))
            cleared.add(name)

    for name in house:
        visit(name, ())
    return found


MOST_BY_POSITION = 4


def positional(house: Trees) -> list[str]:
    """Dataclasses with more fields than a reader tells apart by position alone, and that may be made so.

    Inherited fields count, and so does the ``kind`` of a block, though no caller gives it: a block is read with it.
    """
    classes = {node.name: node for tree in house.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}

    def fields(node: ast.ClassDef) -> set[str]:
        own = {ast.unparse(line.target) for line in node.body if isinstance(line, ast.AnnAssign)}
        bases = (classes[name] for base in node.bases if (name := ast.unparse(base)) in classes)
        return own.union(*map(fields, bases))

    found = []
    for name, tree in house.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and len(fields(node)) > MOST_BY_POSITION:
                how = [ast.unparse(one) for one in node.decorator_list]
                if any("dataclass" in one and "kw_only=True" not in one for one in how):
                    found.append(f"{name}.{node.name}")
    return found
