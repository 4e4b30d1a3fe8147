"""Run the command line: ``astrograph``, or ``python -m astrograph``.

What makes a start quick, and concerns the whole process, is done here and not in the library.
"""

import gc
import sys
from importlib import import_module
from types import ModuleType

PUT_OFF = ("inspect", "ipaddress")
"""What click and pathlib import and no look-up uses."""

AT_ONCE = 100_000
"""How many objects may be made before the first look for garbage; a look-up makes fewer."""


class Later(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        """Load the module, and give what is asked for."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def main() -> None:
    """Run the command line; nothing is imported before, so that all of it starts quickly."""
    gc.set_threshold(AT_ONCE)
    for name in PUT_OFF:
        sys.modules.setdefault(name, Later(name))
    from astrograph.cli import main

    try:
        main()
    finally:
        # Python looks for garbage once more when it ends, which is when all of it goes anyway.
        gc.freeze()


if __name__ == "__main__":
    main()
