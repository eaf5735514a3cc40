"""What a person is told when something they wrote is wrong: where, what, and what would be right."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

MAX_SHOWN = 10  # problems reported at once: the rest are usually consequences of the first
SETTING = "--set "  # how the place of a value begins that was not written in the scenario itself


def install(extra: str) -> str:
    """What to type for an extra, into the environment that runs this, whatever `pip` the path finds first."""
    return f'{sys.executable} -m pip install "shorad[{extra}]"'


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong. ``file`` may also name an option, such as ``--set a.b=3``."""

    problem: str
    right: str = ""
    file: str = ""
    line: int = 0  # 1-based, 0 when unknown
    column: int = 0
    path: str = ""

    @property
    def where(self) -> str:
        """``scenarios/x.yaml:14: defence.battery``, as far as it is known."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return ": ".join(part for part in (place, self.path) if part)

    def __str__(self) -> str:
        text = f"{self.problem}; {self.right}" if self.right else self.problem
        return f"{self.where}: {text}" if self.where else text


class ScenarioError(Exception):
    """Something a person wrote cannot be run: one or several `Issue`. The command exits with code 2."""

    exit_code = 2

    def __init__(
        self,
        problem: str,
        right: str = "",
        file: str = "",
        line: int = 0,
        column: int = 0,
        path: str = "",
        *,
        issues: Sequence[Issue] = (),
    ) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues) or (Issue(problem, right, file, line, column, path),)
        super().__init__(str(self))

    @classmethod
    def many(cls, issues: Sequence[Issue]) -> ScenarioError:
        """All `issues` (at least one) in one error."""
        return cls("", issues=issues)

    @property
    def first(self) -> Issue:
        return self.issues[0]

    def __str__(self) -> str:
        shown = [str(issue) for issue in self.issues[:MAX_SHOWN]]
        if len(self.issues) > MAX_SHOWN:
            shown.append(f"... and {len(self.issues) - MAX_SHOWN} more")
        return "\n".join(shown)

    def __reduce__(self) -> tuple[object, ...]:  # several issues survive a trip to another process
        return (ScenarioError.many, (self.issues,))

    def within(self, file: str, line: int = 0, column: int = 0, path: str = "") -> ScenarioError:
        """The same problems, placed: `file` and `line` fill what an issue does not say, `path` goes in front."""

        def place(issue: Issue) -> Issue:
            full = ".".join(part for part in (path, issue.path) if part)
            if issue.file:
                return replace(issue, path=full)
            return replace(issue, file=file, line=line, column=column, path=full)

        return ScenarioError.many([place(issue) for issue in self.issues])

    def told_at(self, places: Mapping[str, Issue]) -> ScenarioError:
        """The same problems; of a value that was set by a path, at the place where that setting was written.

        A scenario is changed by `--set path=value`, and complains of it in those words, also where nobody typed them.
        """

        def told(issue: Issue) -> Issue:
            path = issue.file.removeprefix(SETTING).partition("=")[0] if issue.file.startswith(SETTING) else ""
            return replace(places[path], problem=issue.problem, right=issue.right) if path in places else issue

        return ScenarioError.many([told(issue) for issue in self.issues])


@dataclass
class Warnings:
    """Things worth saying that do not stop a run, in the order found, each once."""

    items: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue) -> None:
        if issue not in self.items:
            self.items.append(issue)

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __str__(self) -> str:
        return "\n".join(f"warning: {issue}" for issue in self.items)


def nearest(word: str, allowed: Sequence[str]) -> str:
    """The one of `allowed` that `word` was probably meant to be; empty when none is near."""
    near = get_close_matches(word.lower(), allowed, n=1, cutoff=0.6)
    return near[0] if near else ""


def suggest(word: str, allowed: Sequence[str], limit: int = 40) -> str:
    """``did you mean "count"? Allowed here: at, count, post``: the second half of an error about a name."""
    near = nearest(word, allowed)
    hint = f'did you mean "{near}"? ' if near else ""
    names = ", ".join(sorted(allowed)[:limit]) + (", ..." if len(allowed) > limit else "")
    return f"{hint}Allowed here: {names or 'nothing'}"
