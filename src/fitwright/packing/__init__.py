"""States to and from bytes and files: JSON and safetensors, never pickle."""

from fitwright.packing._blob import pack, unpack

__all__ = ["pack", "unpack"]
