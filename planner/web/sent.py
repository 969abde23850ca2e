"""What a browser sends: the fields of a form, in either way of sending them, and the one file that it may bring."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from planner.web.guard import LARGEST_FILE
from planner.web.posted import MOST_FIELDS, Posted, posted, refused


class _InMemory(MultiPartParser):
    """What is brought stays in memory: no part of it is ever written to a temporary file."""

    spool_max_size = LARGEST_FILE + 1


async def form_of(request: Request) -> Posted:
    """The fields of a form, in either way of sending them. Raises IntakeError where it is none."""
    form, content = await upload_of(request)
    if content:
        raise refused("A file stands where text was expected.", "Open files on the first page.")
    return form


async def upload_of(request: Request) -> tuple[Posted, bytes]:
    """The fields and the one file of a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return posted((await FormParser(Headers(raw=request.headers.raw), request.stream()).parse()).multi_items()), b""
    if kind != "multipart/form-data":
        raise HTTPException(415)
    try:
        parser = _InMemory(
            request.headers, request.stream(), max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FILE
        )
        sent = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise refused("This form cannot be read.", "Send it from the page.") from error
    parts = sent.multi_items()
    content = b"".join([await value.read() for _, value in parts if isinstance(value, UploadFile)])
    await sent.close()
    return posted((name, value) for name, value in parts if isinstance(value, str)), content
