"""Errors that are told to the person who runs the program, in one Vietnamese line."""

from __future__ import annotations


class UserError(Exception):
    """Something the person at the keyboard can mend; the command ends with exit status 2."""


class StartupError(UserError):
    """The program as a whole cannot start: a taken port, a second server on one database."""


class StorageError(UserError):
    """The database cannot be opened, read or written."""


class ConflictError(StorageError):
    """What is to be stored cannot stand beside what is stored; trying again does not help."""
