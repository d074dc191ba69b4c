"""The attention of each layer as one node of the runtime instead of the ten that torch exports: the same weights, a fifth less time.

Run from the root of the checkout: python -m training.attention FILE.onnx, which is written anew. `training.export` does so for the
reader.
"""

import argparse
from pathlib import Path

import onnx
from onnx import GraphProto, NodeProto, helper

from training.encoder_model import Shape

_DOMAIN, _VERSION = "com.microsoft", 1  # MultiHeadAttention, known to the runtime since 1.14


def fuse_attention(path: Path) -> int:
    """Replace what lies between the slices of queries, keys and values and the output projection; gives how many layers were.

    Every text is a batch of its own without padding, so there is no mask to keep. Raises ValueError when a layer is not as torch
    exports it.
    """
    model = onnx.load(path)
    made_by = {output: node for node in model.graph.node for output in node.output}
    probabilities = [node for node in model.graph.node if node.op_type == "Softmax"]
    for softmax in probabilities:
        _fuse(model.graph, softmax, made_by)
    _drop_unused(model.graph)
    if probabilities:
        model.opset_import.append(helper.make_opsetid(_DOMAIN, _VERSION))
    onnx.save(model, path)
    return len(probabilities)


def _fuse(graph: GraphProto, softmax: NodeProto, made_by: dict[str, NodeProto]) -> None:
    masked = made_by[softmax.input[0]]
    products = made_by[made_by[masked.input[0]].input[0]]  # before the division by the root of the width
    mixed = _only_reader(graph, softmax.output[0])
    joined = _only_reader(graph, _only_reader(graph, mixed.output[0]).output[0])
    if [masked.op_type, products.op_type, mixed.op_type, joined.op_type] != ["Add", "MatMul", "MatMul", "Reshape"]:
        raise ValueError(f"{softmax.name} is no attention as it is exported")
    parts = [_sliced(name, made_by) for name in (*products.input, mixed.input[1])]
    place = list(graph.node).index(joined)
    node = helper.make_node(
        "MultiHeadAttention",
        parts,
        list(joined.output),
        name=f"{softmax.name}/fused",
        domain=_DOMAIN,
        num_heads=Shape().heads,
    )
    graph.node.remove(joined)
    graph.node.insert(place, node)


def _sliced(name: str, made_by: dict[str, NodeProto]) -> str:
    """The tensor (batch, length, width) that was cut into heads."""
    transposed = made_by[name]
    return str(made_by[transposed.input[0]].input[0])


def _only_reader(graph: GraphProto, name: str) -> NodeProto:
    found: NodeProto
    (found,) = (node for node in graph.node if name in node.input)
    return found


def _drop_unused(graph: GraphProto) -> None:
    while True:
        used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        unused = [node for node in graph.node if used.isdisjoint(node.output)]
        if not unused:
            return
        for node in unused:
            graph.node.remove(node)


def main() -> None:
    """Read the argument and fuse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    print(f"{fuse_attention(parser.parse_args().file)} layers")


if __name__ == "__main__":
    main()
