"""Zip files as containers: opened only inside the limits on entries, unpacked size and ratio. DOCX and EPUB are such."""

import io
import struct
import zipfile
import zlib

from corpus.errors import Locked, Malformed, OverLimit
from corpus.formats.base import Source

_MB = 1 << 20


class Packed:
    """An open zip file whose members are unpacked no further than the limits allow, whatever its directory claims."""

    def __init__(self, source: Source) -> None:
        """Open and check the directory. Raises Malformed, OverLimit, Locked."""
        self._source, self._left = source, source.limits.unpacked_mb * _MB
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise _malformed(source, str(error)) from error
        self.members = [member for member in self._zip.infolist() if not member.is_dir()]
        if len(self.members) > source.limits.entries:
            most = source.limits.entries
            raise OverLimit(path=source.name, detail=f"more than {most} entries", detail_zh=f"超过 {most} 个条目")
        self._check_sizes()

    def _check_sizes(self) -> None:
        source, limits = self._source, self._source.limits
        unpacked = sum(member.file_size for member in self.members)
        if unpacked > limits.unpacked_mb * _MB:
            most = limits.unpacked_mb
            raise OverLimit(path=source.name, detail=f"it unpacks to over {most} MB", detail_zh=f"解压后超过 {most} MB")
        if unpacked > _MB and unpacked > limits.ratio * max(len(source.data), 1):
            most = limits.ratio
            raise OverLimit(
                path=source.name,
                detail=f"it unpacks to over {most} times its size",
                detail_zh=f"解压后超过原大小的 {most} 倍",
            )

    def names(self) -> list[str]:
        """The names of all members, in the order of the directory."""
        return [member.filename for member in self.members]

    def is_utf8(self, name: str) -> bool:
        """Whether the archive says that this name was written as UTF-8."""
        return bool(self._zip.getinfo(name).flag_bits & 0x800)

    @property
    def exhausted(self) -> bool:
        """Whether more was unpacked than the limits allow."""
        return self._left < 0

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises Malformed when it is not there or damaged, OverLimit, Locked."""
        source = self._source
        try:
            member = self._zip.getinfo(name)
            if member.flag_bits & 0x1:
                raise Locked(path=source.name)
            with self._zip.open(member) as stream:
                data = stream.read(self._left + 1)
        except KeyError as error:
            raise _malformed(source, f"it lacks {name}") from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, struct.error) as error:
            raise _malformed(source, f"{name}: {error}") from error
        self._left -= len(data)
        if self._left < 0:  # members may share their bytes, or be larger than the directory says
            most = source.limits.unpacked_mb
            raise OverLimit(path=source.name, detail=f"it unpacks to over {most} MB", detail_zh=f"解压后超过 {most} MB")
        return data


def _malformed(source: Source, detail: str) -> Malformed:
    return Malformed(path=source.name, format=source.suffix[1:].upper(), detail=detail[:200], detail_zh=detail[:200])
