"""Runs a notebook and writes it with its outputs: ``notebook_runner.py NOTEBOOK RESULT FOLDER``.

A process of its own, because Jupyter's client leaves sockets to the end of the process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

OFFLINE = """\
import socket

connect = socket.socket.connect

def connect_here(self, address):
    if address[0] != "127.0.0.1":
        raise OSError(f"the notebook asks for the network: {address}")
    return connect(self, address)

socket.socket.connect = connect_here
socket.socket.connect_ex = lambda self, address: connect_here(self, address) or 0
"""
"""A cell that is run before the notebook's own."""

CELL_TIMEOUT = 300
"""Seconds; the first cell may have to compile the whole graph, the first query fills its engine."""


def execute(notebook_file: Path, result: Path, folder: Path) -> None:
    """Run a notebook in a kernel of this Python, which reaches no other machine.

    Args:
        notebook_file: The notebook.
        result: Where to write it with its outputs; errors of its cells are outputs too.
        folder: Where the kernel works and its sockets lie; a short name, long ones do not fit.
    """
    notebook = nbformat.read(notebook_file, as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))  # type: ignore[no-untyped-call]
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(folder / "kernel"))
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, km=manager, timeout=CELL_TIMEOUT, resources=resources, allow_errors=True
    )
    client.execute(cleanup_kc=True)
    nbformat.write(notebook, result)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    execute(*map(Path, sys.argv[1:4]))
