"""What may be uploaded: by size, count and type, looked at while it comes in, before anything of it is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from corpus.errors import YuanwenError
from corpus.formats import COMPLEX, FORMATS
from qa.web.asgi import App, Message, Receive, Scope, Send, header, refuse
from qa.web.errors import TooManyFiles, UploadTooLarge, WrongType, WrongUpload

_PATHS = ("/gradio_api/upload", "/gradio_api/upload/")
_LONGEST_NAME = 255  # bytes


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Bytes of one file, bytes of all files of one upload, how many they may be, and the endings they may have."""

    file: int = 50 * 1024 * 1024
    together: int = 200 * 1024 * 1024
    files: int = 100
    endings: frozenset[str] = frozenset({*FORMATS, *COMPLEX, ".json"})  # articles, and test sets in SQuAD's shape


class Uploads:
    """ASGI layer: an upload that is more, larger or else than it may be is refused, and nothing of it is kept."""

    def __init__(self, app: App, limits: UploadLimits) -> None:
        """Wrap an application."""
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, looking at what is uploaded."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in _PATHS:
            return await self._app(scope, receive, send)
        watch = _Watch(self._limits, header(scope, "content-type"))
        answered = False

        async def looked_at() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                watch.see(message.get("body", b""))
                if watch.refused:
                    raise _Refused
            return message

        async def sent(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            if watch.refused:
                raise _Refused
            return await self._app(scope, looked_at, sent)
        except _Refused:
            if not answered and watch.refused:
                await refuse(scope, send, *watch.refused)


class _Refused(Exception):
    """What came is not what may come."""


class _Watch:
    """Reads the parts of an upload as they come; `refused` is the status and the reason, once there is one."""

    def __init__(self, limits: UploadLimits, kind: str) -> None:
        self.refused: tuple[int, YuanwenError] | None = None
        self._limits = limits
        self._files = self._all = self._size = 0
        self._name, self._value, self._headers = b"", b"", dict[bytes, bytes]()
        type_, options = parse_options_header(kind)
        boundary = options.get(b"boundary")
        self._parser = None
        if type_ != b"multipart/form-data" or not boundary:
            self.refused = 400, WrongUpload()
        else:
            calls: dict[str, Callable[..., None]] = {
                "on_part_begin": self._part,
                "on_header_field": self._field,
                "on_header_value": self._content,
                "on_header_end": self._end,
                "on_headers_finished": self._named,
                "on_part_data": self._data,
            }
            self._parser = MultipartParser(boundary, calls)  # type: ignore[arg-type]

    def see(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        if self._parser is None or self.refused:
            return
        try:
            self._parser.write(chunk)
        except MultipartParseError:
            self.refused = self.refused or (400, WrongUpload())

    def _part(self) -> None:
        self._headers, self._name, self._value, self._size = {}, b"", b"", 0

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _content(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _named(self) -> None:
        """A part begins: it must be a file, not one too many, of a type that we read."""
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"filename", b"")
        self._files += 1
        if self._files > self._limits.files:
            self._refuse(413, TooManyFiles(limit=self._limits.files))
        elif not name or len(name) > _LONGEST_NAME:
            self._refuse(400, WrongUpload())
        elif not name.decode("utf-8", "replace").lower().endswith(tuple(self._limits.endings)):
            self._refuse(415, WrongType(endings=" ".join(sorted(self._limits.endings))))

    def _data(self, _data: bytes, start: int, end: int) -> None:
        self._size += end - start
        self._all += end - start
        if self._size > self._limits.file or self._all > self._limits.together:
            self._refuse(413, UploadTooLarge(megabytes=self._limits.file // 2**20, all=self._limits.together // 2**20))

    def _refuse(self, status: int, error: YuanwenError) -> None:
        self.refused = self.refused or (status, error)
