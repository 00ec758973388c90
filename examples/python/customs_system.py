"""A customs system in Python, from the protos alone: python3-grpcio and python3-grpc-tools.

customs_system.py declare FILE    one declaration (JSON), one call; a refusal is printed with every fault, and ends with 1
customs_system.py stream FILE     many (JSON Lines), by a stream of chunks; a line is printed for each, in any order
customs_system.py watch FILE      what becomes of them, from the cursor kept in FILE on, until it is interrupted

CRMCLUB_GATEWAY (host:port), CRMCLUB_TOKEN_ENDPOINT, CRMCLUB_CLIENT_ID and CRMCLUB_CLIENT_SECRET say where the club is and
who asks; CRMCLUB_PROTOS and GOOGLE_PROTOS where the protos are.
"""

import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid

import grpc
from google.protobuf import json_format
from grpc_tools import protoc

CALL_SECONDS = 30
CHUNK_DECLARATIONS = 100
CHUNKS_UNDER_WAY = 8
WAIT_SECONDS_MAX = 10
# A link that died without a word is let go of; the club sends a heartbeat every 30 s.
KEEPALIVE = [("grpc.keepalive_time_ms", 30_000), ("grpc.keepalive_timeout_ms", 10_000)]
PASSING = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.CANCELLED,
}


def compile_protos(target: str) -> None:
    protos, google = pathlib.Path(os.environ["CRMCLUB_PROTOS"]), pathlib.Path(os.environ["GOOGLE_PROTOS"])
    # Debian's protoc knows no "optional" in proto3; on the wire it is the same without.
    details = pathlib.Path(target) / "google/rpc/error_details.proto"
    details.parent.mkdir(parents=True)
    text = (google / "google/rpc/error_details.proto").read_text(encoding="utf-8")
    details.write_text(text.replace("  optional ", "  "), encoding="utf-8")
    of_google = [google / f"google/{name}.proto" for name in ("api/annotations", "api/http", "rpc/code", "rpc/status")]
    own = pathlib.Path(protoc.__file__).parent / "_proto"
    code = protoc.main(
        ["protoc", f"-I{target}", f"-I{protos}", f"-I{google}", f"-I{own}"]
        + [f"--python_out={target}", f"--grpc_python_out={target}"]
        + [str(proto) for proto in (*protos.rglob("*.proto"), *of_google, details)]
    )
    if code != 0:
        raise SystemExit("The protos can't be compiled.")
    # The generated google/ must not hide the runtime's google/protobuf.
    import google as runtime

    runtime.__path__.append(str(pathlib.Path(target) / "google"))
    sys.path.insert(0, target)


class Tokens:
    """OAuth 2.0 client credentials; a token is kept until shortly before it expires, or until it is refused."""

    _token, _until = "", 0.0

    def headers(self) -> list[tuple[str, str]]:
        if time.monotonic() >= self._until:
            form = {
                "grant_type": "client_credentials",
                "client_id": os.environ["CRMCLUB_CLIENT_ID"],
                "client_secret": os.environ["CRMCLUB_CLIENT_SECRET"],
                "scope": "api://crmclub/.default",
            }
            with urllib.request.urlopen(
                os.environ["CRMCLUB_TOKEN_ENDPOINT"], urllib.parse.urlencode(form).encode(), timeout=CALL_SECONDS
            ) as answer:
                granted = json.load(answer)
            self._token, self._until = granted["access_token"], time.monotonic() + granted["expires_in"] - 300
        return [("authorization", f"Bearer {self._token}")]

    def drop(self) -> None:
        self._until = 0.0


class Patience:
    """Growing waits between tries, with chance in them so that systems don't come back together."""

    _tries = 0

    def has_answer(self) -> None:
        self._tries = 0

    def wait(self, failure: grpc.RpcError, tokens: Tokens) -> None:
        if failure.code() == grpc.StatusCode.UNAUTHENTICATED and self._tries == 0:
            tokens.drop()
        elif failure.code() not in PASSING:
            raise failure
        time.sleep(random.random() * min(0.1 * 2**self._tries, WAIT_SECONDS_MAX))
        self._tries += 1


def request_of(messages, declaration):
    """The same declaration has the same request_id, in whatever run it is sent: it is decided once."""
    name = f"{declaration.administration}/{declaration.declarant}/{declaration.lrn}"
    return messages.SubmitDeclarationRequest(
        request_id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)), declaration=declaration
    )


def say(line: dict) -> None:
    print(json.dumps(line), flush=True)


def refusal_of(call: grpc.RpcError) -> dict:
    from crmclub.common.v1 import common_pb2
    from google.rpc import error_details_pb2, status_pb2

    found = {"code": call.code().name, "reason": "", "violations": []}
    status = status_pb2.Status.FromString(dict(call.trailing_metadata()).get("grpc-status-details-bin", b""))
    for detail in status.details:
        info, violations = error_details_pb2.ErrorInfo(), common_pb2.ViolationList()
        if detail.Unpack(info):
            found["reason"] = info.reason
        elif detail.Unpack(violations):
            found["violations"] = [json_format.MessageToDict(violation) for violation in violations.violations]
    return found


def declare(service, messages, tokens: Tokens, file: pathlib.Path) -> int:
    declaration = json_format.Parse(file.read_text(encoding="utf-8"), messages.Declaration())
    patience, until = Patience(), time.monotonic() + CALL_SECONDS
    while True:
        try:
            response = service.SubmitDeclaration(
                request_of(messages, declaration), timeout=CALL_SECONDS, metadata=tokens.headers()
            )
        except grpc.RpcError as call:
            if call.code() in PASSING and time.monotonic() < until:
                patience.wait(call, tokens)
                continue
            say(refusal_of(call))
            return 1
        say(json_format.MessageToDict(response.answer))
        return 0


def stream(service, messages, tokens: Tokens, file: pathlib.Path) -> int:
    from crmclub.declarations.v1 import streams_pb2

    with file.open(encoding="utf-8") as lines:
        requests = [request_of(messages, json_format.Parse(line, messages.Declaration())) for line in lines]
    chunks = range(0, len(requests), CHUNK_DECLARATIONS)
    unanswered = {number: requests[first : first + CHUNK_DECLARATIONS] for number, first in enumerate(chunks, 1)}
    patience, refused = Patience(), 0
    while unanswered:
        places, ended = threading.Semaphore(CHUNKS_UNDER_WAY), threading.Event()

        def send(unsent=tuple(unanswered.items()), places=places, ended=ended):
            for number, carried in unsent:
                places.acquire()
                if ended.is_set():
                    return
                chunk = streams_pb2.DeclarationChunk(number=number, requests=carried)
                yield streams_pb2.StreamDeclarationsRequest(chunk=chunk)

        try:
            for response in service.StreamDeclarations(send(), metadata=tokens.headers()):
                if not response.HasField("chunk"):
                    continue
                patience.has_answer()
                places.release()
                for request, result in zip(unanswered.pop(response.chunk.number), response.chunk.results):
                    refused += result.HasField("refusal")
                    say({"lrn": request.declaration.lrn, **json_format.MessageToDict(result)})
        except grpc.RpcError as failure:
            patience.wait(failure, tokens)
        finally:
            ended.set()
            places.release()
    return 1 if refused else 0


def watch(service, messages, tokens: Tokens, file: pathlib.Path) -> int:
    from crmclub.declarations.v1 import streams_pb2

    cursor = file.read_text(encoding="utf-8") if file.exists() else ""
    patience = Patience()
    while True:
        try:
            for message in service.WatchDeclarations(
                streams_pb2.WatchDeclarationsRequest(cursor=cursor), metadata=tokens.headers()
            ):
                patience.has_answer()
                if message.cursor == cursor:
                    continue
                if not message.HasField("heartbeat"):
                    say(json_format.MessageToDict(message))
                # After what was done with it: a program that dies in between is told of it again, never too little.
                cursor = message.cursor
                file.write_text(cursor, encoding="utf-8")
        except grpc.RpcError as failure:
            patience.wait(failure, tokens)


def main(command: str, file: str) -> int:
    with tempfile.TemporaryDirectory() as target:
        compile_protos(target)
        from crmclub.declarations.v1 import messages_pb2, service_pb2_grpc

        with grpc.insecure_channel(os.environ["CRMCLUB_GATEWAY"], KEEPALIVE) as channel:
            service = service_pb2_grpc.DeclarationServiceStub(channel)
            return {"declare": declare, "stream": stream, "watch": watch}[command](
                service, messages_pb2, Tokens(), pathlib.Path(file)
            )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    raise SystemExit(main(*sys.argv[1:]))
