"""What a model may call by the Model Context Protocol: `ask` and `search`, which read and change nothing."""

import json
from typing import Any

import gradio as gr

from qa.web.errors import McpMissing

#: `articles` is for programs alone.
TOOLS = ("ask", "search")


def only_tools(demo: gr.Blocks) -> None:
    """Of what programs may call, offer `TOOLS` alone; what they give is JSON, as it is for programs. Raises McpMissing."""
    from mcp.types import TextContent

    server = demo.mcp_server_obj
    if server is None:
        raise McpMissing()

    def told(data: list[Any], _address: str) -> list[TextContent]:
        return [TextContent(type="text", text=json.dumps(one, ensure_ascii=False)) for one in data]

    server.tool_to_endpoint = {name: where for name, where in server.tool_to_endpoint.items() if name in TOOLS}
    server.postprocess_output_data = told  # type: ignore[method-assign, assignment]
