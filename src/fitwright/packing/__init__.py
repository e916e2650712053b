"""States to and from bytes and files: JSON and safetensors, never pickle."""

from fitwright.packing._blob import pack, unpack
from fitwright.packing._file import read_file, read_manifest, write_file

__all__ = ["pack", "read_file", "read_manifest", "unpack", "write_file"]
