"""What may be uploaded: by size, count and type, looked at while it comes in, before anything of it is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from corpus.errors import YuanwenError
from corpus.formats import COMPLEX, FORMATS
from qa.web.asgi import App, Message, Receive, Scope, Send, header, refuse
from qa.web.errors import TooManyFiles, UploadRefused, UploadTooLarge, WrongType, WrongUpload
from qa.web.roles import Role, visitor_of_scope

_PATH = "/gradio_api/upload"  # and what tells how far one has come
_LONGEST_NAME = 255  # bytes


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Bytes of one file, bytes of all files of one upload, how many they may be, and the endings they may have."""

    file: int = 50 * 1024 * 1024
    together: int = 200 * 1024 * 1024
    files: int = 100
    endings: frozenset[str] = frozenset({*FORMATS, *COMPLEX, ".json"})  # articles, and test sets in SQuAD's shape


class Uploads:
    """ASGI layer: an upload by a reader, or more, larger or else than it may be, is refused, and nothing of it is kept."""

    def __init__(self, app: App, limits: UploadLimits) -> None:
        """Wrap an application."""
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, looking at what is uploaded."""
        if scope["type"] != "http" or not scope["path"].startswith(_PATH):
            return await self._app(scope, receive, send)
        if visitor_of_scope(scope).role is not Role.EDITOR:
            return await refuse(scope, send, 403, UploadRefused())
        if scope["method"] != "POST":
            return await self._app(scope, receive, send)
        return await self._watched(scope, receive, send)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        watch, answered = _Watch(self._limits, header(scope, "content-type")), False

        async def looked_at() -> Message:
            message = await receive()
            watch.see(message.get("body", b""))
            return message

        async def sent(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            watch.see(b"")
            await self._app(scope, looked_at, sent)
        except _Refused as refused:
            if not answered:
                await refuse(scope, send, refused.status, refused.error)


class _Refused(Exception):
    """What came is not what may come: the status and the reason."""

    def __init__(self, status: int, error: YuanwenError) -> None:
        super().__init__(str(error))
        self.status, self.error = status, error


class _Watch:
    """Reads the parts of an upload as they come. Raises _Refused, again and again once it has."""

    def __init__(self, limits: UploadLimits, kind: str) -> None:
        self._refused: _Refused | None = None
        self._limits = limits
        self._files = self._all = self._size = 0
        self._name, self._value, self._headers = b"", b"", dict[bytes, bytes]()
        type_, options = parse_options_header(kind)
        boundary = options.get(b"boundary")
        self._parser = None
        if type_ != b"multipart/form-data" or not boundary:
            self._refuse(400, WrongUpload())
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
        if self._parser and not self._refused:
            try:
                self._parser.write(chunk)
            except MultipartParseError:
                self._refuse(400, WrongUpload())
        if self._refused:
            raise self._refused

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
        self._refused = self._refused or _Refused(status, error)
