"""A bar on the terminal that shows how far something is."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from bot import messages


class Bar:
    """Drawn from the first step to the last; nothing is drawn of what is done at once."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._drawn: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, whole: int) -> None:
        """So much of the whole is done."""
        if self._drawn is None and done < whole:
            columns = TextColumn(messages.PROGRESS), BarColumn(), MofNCompleteColumn()
            progress = Progress(*columns, console=self._screen, transient=True)
            progress.start()
            self._drawn = progress, progress.add_task("", total=whole)
        if self._drawn is None:
            return
        progress, task = self._drawn
        progress.update(task, completed=done, total=whole)
        if done >= whole:
            progress.stop()
            self._drawn = None
