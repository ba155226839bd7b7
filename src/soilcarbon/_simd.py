"""Three small intrinsics that the compiled kernels share: wide vectors, 4 x 4 transposition, prefetch.

Drivers lie site by site, months contiguous; the kernels work on blocks of sites side by side, so that one vector
instruction advances several sites. LLVM turns a strided copy into scalar loads and stores; `transpose4` moves sixteen
numbers with twelve vector instructions instead.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

_LANES = 4
_EVEN, _ODD = (0, 4, 2, 6), (1, 5, 3, 7)
_LOW, _HIGH = (0, 1, 4, 5), (2, 3, 6, 7)


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, offset: Any) -> Any:
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [offset])


def _converted(builder: Any, vector: Any, source: Any, target: Any) -> Any:
    wanted = ir.VectorType(target, _LANES)
    if source == target:
        return vector
    if isinstance(source, ir.IntType):
        return builder.uitofp(vector, wanted)
    return builder.fpext(vector, wanted) if target == ir.DoubleType() else builder.fptrunc(vector, wanted)


def _shuffle(builder: Any, first: Any, second: Any, mask: tuple[int, ...]) -> Any:
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(ir.IntType(32), _LANES), list(mask)))


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    first, second = (_shuffle(builder, rows[0], rows[1], mask) for mask in (_EVEN, _ODD))
    third, fourth = (_shuffle(builder, rows[2], rows[3], mask) for mask in (_EVEN, _ODD))
    pairs = ((first, third, _LOW), (second, fourth, _LOW), (first, third, _HIGH), (second, fourth, _HIGH))
    return [_shuffle(builder, one, two, mask) for one, two, mask in pairs]


@intrinsic
def transpose4(typingctx, source, start, stride, target, to, to_stride):  # type: ignore[no-untyped-def]
    """target[to + j * to_stride + i] = source[start + i * stride + j] for i, j in 0..3, converting the type."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source_type, target_type = signature.args[0], signature.args[3]
        from_data = context.get_data_type(source_type.dtype)
        to_data = context.get_data_type(target_type.dtype)
        rows, offset = [], arguments[1]
        for _ in range(_LANES):
            address = _pointer(context, builder, source_type, arguments[0], offset)
            vector = builder.load(
                builder.bitcast(address, ir.VectorType(from_data, _LANES).as_pointer()),
                align=context.get_abi_sizeof(from_data),
            )
            rows.append(_converted(builder, vector, from_data, to_data))
            offset = builder.add(offset, arguments[2])
        offset = arguments[4]
        for column in _transposed(builder, rows):
            address = _pointer(context, builder, target_type, arguments[3], offset)
            pointer = builder.bitcast(address, ir.VectorType(to_data, _LANES).as_pointer())
            builder.store(column, pointer, align=context.get_abi_sizeof(to_data))
            offset = builder.add(offset, arguments[5])
        return context.get_dummy_value()

    return types.void(source, start, stride, target, to, to_stride), generate


@intrinsic
def address(typingctx, source, offset):  # type: ignore[no-untyped-def]
    """Address of source[offset] as an integer."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _pointer(context, builder, signature.args[0], arguments[0], arguments[1])
        return builder.ptrtoint(pointer, ir.IntType(64))

    return types.int64(source, offset), generate


@intrinsic
def prefetch(typingctx, source, offset):  # type: ignore[no-untyped-def]
    """Ask for the cache line of source[offset]; an address beyond the array does no harm."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _pointer(context, builder, signature.args[0], arguments[0], arguments[1])
        byte = ir.IntType(8).as_pointer()
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        builder.call(function, [builder.bitcast(address, byte), *(ir.Constant(number, n) for n in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(source, offset), generate


@intrinsic
def wide(typingctx):  # type: ignore[no-untyped-def]
    """Let the vectoriser use the widest registers of the processor in the calling function (no effect elsewhere)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        # llvmlite's own `add` only takes attributes without a value.
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generate
