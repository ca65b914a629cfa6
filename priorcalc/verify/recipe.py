"""A law as bytes, so that another process can draw from it.

A measure is data but for its samplers, which are closures of functions of this package; Python's pickle refuses those.
Such a function is sent as its code object with what it closes over.  Code objects are tied to one Python version: the
workers must run the same.  Functions of a user's go the ordinary way, by the name of their module.
"""

from __future__ import annotations

import importlib
import io
import marshal
import pickle
from functools import lru_cache
from types import CellType, FunctionType
from typing import Any, TypeVar

T = TypeVar("T")


class _Pickler(pickle.Pickler):
    """Pickle that knows the nameless functions of this package."""

    def reducer_override(self, obj: Any) -> Any:
        """Send code and closure of a function that has no importable name."""
        match obj:
            case FunctionType(__module__=str(module), __qualname__=str(name)) if "<" in name and _is_ours(module):
                cells = tuple(cell.cell_contents for cell in obj.__closure__ or ())
                return _function, (marshal.dumps(obj.__code__), module, obj.__name__, obj.__defaults__, cells)
        return NotImplemented


def _is_ours(module: str) -> bool:
    return module.split(".")[0] == __name__.split(".")[0]


def _function(code: bytes, module: str, name: str, defaults: Any, cells: tuple[Any, ...]) -> FunctionType:
    scope = vars(importlib.import_module(module))
    return FunctionType(marshal.loads(code), scope, name, defaults, tuple(CellType(value) for value in cells))


def pack(law: T) -> bytes | T:
    """A law, or what was derived from it, as bytes; itself if it holds a function that has no name to be sent by.

    Threads can use the latter, and executors that send functions by value, as Dask's does.

    >>> from priorcalc import laws
    >>> isinstance(pack(laws.rayleigh().measure), bytes)
    True
    """
    buffer = io.BytesIO()
    try:
        _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(law)
    except (pickle.PicklingError, AttributeError, TypeError):
        return law
    return buffer.getvalue()


def unpack(packed: bytes | T) -> Any:
    """What was packed; equal bytes give one object, so that tables made for it are made once a process."""
    return _unpickled(packed) if isinstance(packed, bytes) else packed


@lru_cache(maxsize=16)
def _unpickled(packed: bytes) -> Any:
    # The bytes come from `pack` in the process that submitted the task, as every argument of an executor does.
    return pickle.loads(packed)
