"""Own how answers are written down: JSON shapes, prose, CSV, Mermaid, tables, exports.

Everything here returns text or JSON values; nothing prints.
"""
