"""Documents to print: a typst source and its data become a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst


def pdf(template: Path, data: Mapping[str, Any], *, assets: Mapping[str, bytes] | None = None) -> bytes:
    """Compile `template`, which reads `json(bytes(sys.inputs.data))`, to PDF.

    `assets` are files that it may name beside itself (an SVG of a QR code); nothing else on disk is in reach.
    """
    files: dict[str, bytes] = {"main.typ": template.read_bytes(), **(assets or {})}
    return bytes(typst.compile(files, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))
