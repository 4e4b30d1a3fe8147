"""Keep a process from the network, where the system can: whatever its engine is made to ask for.

An engine follows SERVICE. Queries that hold it are refused, by a look at their text; this is for
what such a look may miss.
"""

import platform
import struct
import sys

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""How Linux calls each machine, and the number of its call that makes a socket."""

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_CALL_AT, _MACHINE_AT, _FAMILY_AT = 0, 4, 16
_UNIX = 1
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13
"""To go on; to fail with EACCES."""

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def stay_offline() -> bool:
    """Let the thread that calls this, and all that come of it, open no socket to a network.

    Returns:
        Whether the system does that; Linux does, on the usual machines.
    """
    known = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    import ctypes

    machine, socket = known
    # Each step: what to do, how many steps to leave out if so and if not, and with which number.
    steps = (
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, _CALL_AT),
        (_EQUAL, 0, 3, socket),
        (_LOAD, 0, 0, _FAMILY_AT),
        (_EQUAL, 1, 0, _UNIX),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    )
    written = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in steps))
    program = struct.pack("HP", len(steps), ctypes.addressof(written))
    set_up = ctypes.CDLL(None).prctl
    nothing = ctypes.c_ulong(0)
    if set_up(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), nothing, nothing, nothing):
        return False
    return not set_up(_SECCOMP, ctypes.c_ulong(_FILTER), program, nothing, nothing)
