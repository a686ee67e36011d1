"""A provider of text messages on this machine, that answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Provider:
    url: str = ""
    status: int = 200
    answer: bytes = b'{"id": "sms-77"}'
    #: "answer", "hang" or "reset"
    does: str = "answer"
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            provider.asked.append(
                Asked(
                    self.command,
                    self.path,
                    dict(self.headers),
                    self.rfile.read(length).decode(),
                )
            )
            if provider.does == "hang":
                provider.let_go.wait(20)
            if provider.does != "answer":
                self.close_connection = True
                return
            self.send_response(provider.status)
            self.send_header("Content-Length", str(len(provider.answer)))
            for name, value in provider.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(provider.answer)

        do_POST = do_GET = do_PUT = _take

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}/gonder"
    try:
        yield provider
    finally:
        provider.let_go.set()
        server.shutdown()
        server.server_close()
