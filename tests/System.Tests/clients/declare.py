"""Submits a declaration as a foreign customs system would: from the protos alone, in another language.

declare.py GATEWAY PROTOS GOOGLE_PROTOS DECLARATION_JSON REQUEST_ID, with the token on standard input.
Prints the answer as one JSON document and ends with 0. A refusal is printed from the call's details, its code, reason
and broken rules, and ends with 1.
"""

import json
import pathlib
import sys
import tempfile

import grpc
from google.protobuf import json_format
from grpc_tools import protoc

DEADLINE_SECONDS = 30


def generate(protos: pathlib.Path, google: pathlib.Path, target: str) -> None:
    of_google = ["api/annotations", "api/http", "rpc/code", "rpc/status"]
    # Debian's protoc knows no "optional" in proto3; on the wire it is the same without.
    details = pathlib.Path(target) / "google/rpc/error_details.proto"
    details.parent.mkdir(parents=True)
    text = (google / "google/rpc/error_details.proto").read_text(encoding="utf-8")
    details.write_text(text.replace("  optional ", "  "), encoding="utf-8")
    wanted = [*protos.rglob("*.proto"), *(google / f"google/{name}.proto" for name in of_google), details]
    code = protoc.main(
        [
            "protoc",
            f"-I{target}",
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


def refusal(call: grpc.RpcError) -> dict:
    from crmclub.common.v1 import common_pb2
    from google.rpc import error_details_pb2, status_pb2

    status = status_pb2.Status.FromString(dict(call.trailing_metadata())["grpc-status-details-bin"])
    found = {"code": call.code().name, "reason": "", "violations": []}
    for detail in status.details:
        info, violations = error_details_pb2.ErrorInfo(), common_pb2.ViolationList()
        if detail.Unpack(info):
            found["reason"] = info.reason
        elif detail.Unpack(violations):
            found["violations"] = [json_format.MessageToDict(violation) for violation in violations.violations]
    return found


def main(gateway: str, protos: str, google: str, declaration: str, request_id: str) -> int:
    token = sys.stdin.readline().strip()
    with tempfile.TemporaryDirectory() as target:
        generate(pathlib.Path(protos), pathlib.Path(google), target)
        from crmclub.declarations.v1 import messages_pb2, service_pb2_grpc

        request = messages_pb2.SubmitDeclarationRequest(request_id=request_id)
        json_format.Parse(pathlib.Path(declaration).read_text(encoding="utf-8"), request.declaration)
        with grpc.insecure_channel(gateway) as channel:
            try:
                response = service_pb2_grpc.DeclarationServiceStub(channel).SubmitDeclaration(
                    request,
                    timeout=DEADLINE_SECONDS,
                    wait_for_ready=True,
                    metadata=[("authorization", f"Bearer {token}")],
                )
            except grpc.RpcError as call:
                print(json.dumps(refusal(call)))
                return 1
        print(json_format.MessageToJson(response, indent=None))
        return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
