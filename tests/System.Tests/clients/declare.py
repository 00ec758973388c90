"""Submits a declaration as a foreign customs system would: from the protos alone, in another language.

declare.py GATEWAY PROTOS GOOGLE_PROTOS DECLARATION_JSON REQUEST_ID, with the token on standard input.
Prints the answer as one JSON document.
"""

import pathlib
import sys
import tempfile

import grpc
from google.protobuf import json_format
from grpc_tools import protoc

DEADLINE_SECONDS = 30


def generate(protos: pathlib.Path, google: pathlib.Path, target: str) -> None:
    wanted = [*protos.rglob("*.proto"), google / "google/api/annotations.proto", google / "google/api/http.proto"]
    code = protoc.main(
        [
            "protoc",
            f"-I{protos}",
            f"-I{google}",
            f"-I{pathlib.Path(protoc.__file__).parent / '_proto'}",
            f"--python_out={target}",
            f"--grpc_python_out={target}",
            *map(str, wanted),
        ]
    )
    if code != 0:
        raise SystemExit("The protos can't be compiled.")
    # The generated google/ must not hide the runtime's google/protobuf.
    import google as runtime

    runtime.__path__.append(str(pathlib.Path(target) / "google"))
    sys.path.insert(0, target)


def main(gateway: str, protos: str, google: str, declaration: str, request_id: str) -> None:
    token = sys.stdin.readline().strip()
    with tempfile.TemporaryDirectory() as target:
        generate(pathlib.Path(protos), pathlib.Path(google), target)
        from crmclub.declarations.v1 import messages_pb2, service_pb2_grpc

        request = messages_pb2.SubmitDeclarationRequest(request_id=request_id)
        json_format.Parse(pathlib.Path(declaration).read_text(encoding="utf-8"), request.declaration)
        with grpc.insecure_channel(gateway) as channel:
            response = service_pb2_grpc.DeclarationServiceStub(channel).SubmitDeclaration(
                request,
                timeout=DEADLINE_SECONDS,
                wait_for_ready=True,
                metadata=[("authorization", f"Bearer {token}")],
            )
        print(json_format.MessageToJson(response, indent=None))


if __name__ == "__main__":
    main(*sys.argv[1:])
