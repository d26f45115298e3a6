"""Lazy: a property that is computed when it is first asked for, and then kept in the object.

Like functools.cached_property, without its lock: in Python 3.11 that lock is one for all objects of a class, so that
the thread that refreshes the counts would keep requests waiting. Two threads may both compute; either result serves.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):
    """Decorates a method without arguments."""

    def __init__(self, compute: Callable[[Any], T]):
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "lazy[T]": ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> "lazy[T] | T":
        if instance is None:
            return self
        # What stands in the object's own dictionary is found before this is asked again.
        found = instance.__dict__[self._name] = self._compute(instance)
        return found


class lazy_shared(lazy[T]):
    """Decorates a method of objects that have a dictionary `shared`, where all that have the same answer alike.

    What one of them computes is written there too, for who makes the next one to put in.
    """

    def __init__(self, compute: Callable[[Any], T]):
        super().__init__(self._answer)
        self._ask = compute
        self.__doc__ = compute.__doc__

    def _answer(self, instance: Any) -> T:
        found = instance.__dict__["shared"][self._name] = self._ask(instance)
        return found
