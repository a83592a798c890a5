"""Rule files: a folder of YAML read into rules, and every wrong place with its line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from alerts.problem import Place, Problem, problems
from alerts.rule import Rule

SHIPPED = Path(__file__).parent / "shipped"
"""Rules that come with the product."""

_LARGEST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What one file gave: a rule, or what is wrong with it."""

    path: Path
    rule: Rule | None
    problems: tuple[Problem, ...] = ()


def read_folder(folder: Path) -> Sequence[RuleFile]:
    """Every `*.yaml` and `*.yml` below the folder, by path; a broken one stops no other.

    A folder that is not there holds no rules.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"})
    return [_read_unless_known(path, _version(path)) for path in paths]


def _version(path: Path) -> tuple[int, ...]:
    """Changes whenever the file does."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


@lru_cache(maxsize=10_000)
def _read_unless_known(path: Path, version: tuple[int, ...]) -> RuleFile:
    """The scheduler asks every second; files change every few months."""
    return read_file(path)


def read_file(path: Path) -> RuleFile:
    """Never raises: what is wrong stands in `problems`."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return _wrong(path, "The file is larger than 256 KB, too large for a rule.")
        text = path.read_text(encoding="utf-8")
        return RuleFile(path, Rule.from_yaml(text))
    except OSError as error:
        return _wrong(path, f"The file cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        return _wrong(path, "The file is not UTF-8.")
    except yaml.YAMLError as error:
        return _wrong(path, *_yaml_words(error))
    except ValidationError as error:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        found = (
            replace(problem, file=str(path), line=line_of(node, problem.place))
            for problem in problems(error)
        )
        return RuleFile(path, None, tuple(found))
    except RecursionError:
        return _wrong(path, "The file is nested too deeply for a rule.")


def _wrong(path: Path, message: str, line: int = 1) -> RuleFile:
    return RuleFile(path, None, (Problem((), message, str(path), line),))


def _yaml_words(error: yaml.YAMLError) -> tuple[str, int]:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or "it cannot be understood"
    return f"The file is not YAML: {said}.", mark.line + 1 if mark else 1


def line_of(node: yaml.Node | None, place: Place) -> int:
    """The line, from 1, of the deepest part of a place that the file has."""
    line = 1 if node is None else node.start_mark.line + 1
    for part in place:
        match node:
            case yaml.MappingNode():
                pairs = [pair for pair in node.value if pair[0].value == part]
                if not pairs:
                    return line
                line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
            case yaml.SequenceNode() if isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            case _:
                return line
    return line
