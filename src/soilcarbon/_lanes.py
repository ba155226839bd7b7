"""Eight sites in one vector: a small Numba type for kernels that advance sites side by side.

`Lanes` holds eight float64, `Choice` eight booleans; both live in registers (two or four of them where the processor's
vectors are shorter). Kernels written with them read like the scalar equations and need no luck with the vectoriser.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, models, register_model

WIDTH = 8
WIDE = 32
_DOUBLE, _INDEX = ir.DoubleType(), ir.IntType(32)
_VECTOR = ir.VectorType(_DOUBLE, WIDTH)


class LanesType(types.Type):
    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(name=f"Lanes{count}")


class ChoiceType(types.Type):
    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(name=f"Choice{count}")


LANES, CHOICE = LanesType(WIDTH), ChoiceType(WIDTH)


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.VectorType(_DOUBLE, kind.count))


@register_model(ChoiceType)
class _ChoiceModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.VectorType(ir.IntType(1), kind.count))


def _splat(builder: Any, value: Any, count: int) -> Any:
    """The same number in every lane."""
    if isinstance(value.type, ir.VectorType):
        return value
    vector = ir.VectorType(_DOUBLE, count)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(_INDEX, 0))
    return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(_INDEX, count), [0] * count))


def _count(*kinds: Any) -> int:
    """Common width of vectors and plain numbers; 0 where they do not go together."""
    found = {kind.count for kind in kinds if isinstance(kind, LanesType)}
    plain = all(isinstance(kind, LanesType | types.Float) for kind in kinds)
    return found.pop() if plain and len(found) == 1 else 0


def _operator(function: Any, result: Any, emit: Any) -> None:
    @infer_global(function)
    class _Typing(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            count = _count(*args) if len(args) == 2 else 0
            return signature(result(count), *args) if count else None

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        count = _count(*sig.args)
        return emit(builder, *(_splat(builder, arg, count) for arg in args))

    for kinds in ((LanesType, LanesType), (LanesType, types.Float), (types.Float, LanesType)):
        lower_builtin(function, *kinds)(lower)


_operator(operator.add, LanesType, lambda builder, a, b: builder.fadd(a, b))
_operator(operator.sub, LanesType, lambda builder, a, b: builder.fsub(a, b))
_operator(operator.mul, LanesType, lambda builder, a, b: builder.fmul(a, b))
_operator(operator.truediv, LanesType, lambda builder, a, b: builder.fdiv(a, b))
_operator(operator.lt, ChoiceType, lambda builder, a, b: builder.fcmp_ordered("<", a, b))
_operator(operator.gt, ChoiceType, lambda builder, a, b: builder.fcmp_ordered(">", a, b))


@intrinsic
def lanes(typingctx, number):  # type: ignore[no-untyped-def]
    """The same number in every lane."""
    return LANES(types.float64), lambda context, builder, sig, args: _splat(builder, args[0], WIDTH)


@intrinsic
def choose(typingctx, choice, yes, no):  # type: ignore[no-untyped-def]
    """Lane by lane, `yes` where chosen, else `no`."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(args[0], *(_splat(builder, arg, choice.count) for arg in args[1:]))

    return LanesType(choice.count)(choice, yes, no), generate


@intrinsic
def at_most(typingctx, value, limit):  # type: ignore[no-untyped-def]
    """The lesser; NaN in `value` stays."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        value, limit = (_splat(builder, arg, _count(*sig.args)) for arg in args)
        return builder.select(builder.fcmp_ordered("<", limit, value), limit, value)

    return LanesType(_count(value, limit))(value, limit), generate


@intrinsic
def at_least(typingctx, value, limit):  # type: ignore[no-untyped-def]
    """The greater; NaN in `value` stays."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        value, limit = (_splat(builder, arg, _count(*sig.args)) for arg in args)
        return builder.select(builder.fcmp_ordered(">", limit, value), limit, value)

    return LanesType(_count(value, limit))(value, limit), generate


@intrinsic
def inverse(typingctx, value):  # type: ignore[no-untyped-def]
    """1 / value to a few 1e-16 for magnitudes that float32 holds: its quotient, made exact by one cubic step.

    Three multiplications take far less time than a division of float64.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        kind = args[0].type
        single = ir.VectorType(ir.FloatType(), kind.count)
        one = ir.Constant(kind, [ir.Constant(_DOUBLE, 1.0)] * kind.count)
        small = ir.Constant(single, [ir.Constant(ir.FloatType(), 1.0)] * kind.count)
        guess = builder.fpext(builder.fdiv(small, builder.fptrunc(args[0], single)), kind)
        miss = builder.fsub(one, builder.fmul(args[0], guess))
        return builder.fadd(guess, builder.fmul(guess, builder.fadd(miss, builder.fmul(miss, miss))))

    return value(value), generate


def _pointer(context: Any, builder: Any, kind: Any, array: Any, offset: Any) -> Any:
    return builder.gep(context.make_array(kind)(context, builder, array).data, [offset])


def _as_vector(builder: Any, pointer: Any, element: Any, count: int) -> Any:
    return builder.bitcast(pointer, ir.VectorType(element, count).as_pointer())


@intrinsic
def load(typingctx, array, offset):  # type: ignore[no-untyped-def]
    """Eight float64 that lie side by side."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = _pointer(context, builder, sig.args[0], args[0], args[1])
        return builder.load(_as_vector(builder, pointer, _DOUBLE, WIDTH), align=8)

    return LANES(array, offset), generate


@intrinsic
def load_wide(typingctx, array, offset):  # type: ignore[no-untyped-def]
    """As `load`, WIDE of them: independent sums that keep the processor busy while each of them waits."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = _pointer(context, builder, sig.args[0], args[0], args[1])
        return builder.load(_as_vector(builder, pointer, _DOUBLE, WIDE), align=8)

    return LanesType(WIDE)(array, offset), generate


@intrinsic
def widen(typingctx, value):  # type: ignore[no-untyped-def]
    """The same lanes over and over, WIDE in all."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.shuffle_vector(args[0], args[0], _mask(*(i % WIDTH for i in range(WIDE))))

    return LanesType(WIDE)(value), generate


@intrinsic
def store(typingctx, array, offset, value):  # type: ignore[no-untyped-def]
    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = _pointer(context, builder, sig.args[0], args[0], args[1])
        vector = _splat(builder, args[2], WIDTH)
        builder.store(vector, _as_vector(builder, pointer, _DOUBLE, vector.type.count), align=8)
        return context.get_dummy_value()

    return types.void(array, offset, value), generate


@intrinsic
def address(typingctx, array, offset):  # type: ignore[no-untyped-def]
    """Address of array[offset] as an integer."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.ptrtoint(_pointer(context, builder, sig.args[0], args[0], args[1]), ir.IntType(64))

    return types.int64(array, offset), generate


def _mask(*numbers: int) -> Any:
    return ir.Constant(ir.VectorType(_INDEX, len(numbers)), list(numbers))


def _row(context: Any, builder: Any, place: Any, step: Any, number: int, element: Any, count: int) -> Any:
    """`count` entries at address place + number * step."""
    here = builder.add(place, builder.mul(step, ir.Constant(step.type, number)))
    pointer = builder.inttoptr(here, ir.VectorType(element, count).as_pointer())
    return builder.load(pointer, align=context.get_abi_sizeof(element))


def _beside(builder: Any, parts: list[Any]) -> Any:
    """Vectors one after the other, as one."""
    while len(parts) > 1:
        both = _mask(*range(2 * parts[0].type.count))
        parts = [builder.shuffle_vector(a, b, both) for a, b in zip(parts[::2], parts[1::2], strict=True)]
    return parts[0]


@intrinsic
def two_columns(typingctx, kind, place, step):  # type: ignore[no-untyped-def]
    """Two neighbouring entries of eight rows, as two Lanes: rows start at `place` and lie `step` bytes apart.

    `kind` is an array of the entries' type.
    """
    result = types.UniTuple(LANES, 2)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        element = context.get_data_type(sig.args[0].dtype)
        rows = [_row(context, builder, args[1], args[2], i, element, 2) for i in range(WIDTH)]
        if element != _DOUBLE:
            rows = [builder.fpext(row, ir.VectorType(_DOUBLE, 2)) for row in rows]
        even, odd = _beside(builder, rows[::2]), _beside(builder, rows[1::2])
        first = builder.shuffle_vector(even, odd, _mask(0, 8, 2, 10, 4, 12, 6, 14))
        second = builder.shuffle_vector(even, odd, _mask(1, 9, 3, 11, 5, 13, 7, 15))
        return context.make_tuple(builder, sig.return_type, [first, second])

    return result(kind, place, step), generate


class BytesType(types.Type):
    def __init__(self) -> None:
        super().__init__(name="EightBytes")


BYTES = BytesType()


@register_model(BytesType)
class _BytesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.VectorType(ir.IntType(64), WIDTH))


@intrinsic
def eight_bytes(typingctx, place, step):  # type: ignore[no-untyped-def]
    """Eight neighbouring bytes of eight rows."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        long = ir.IntType(64)
        vector: Any = ir.Constant(ir.VectorType(long, WIDTH), ir.Undefined)
        for i in range(WIDTH):
            here = builder.add(args[0], builder.mul(args[1], ir.Constant(long, i)))
            value = builder.load(builder.inttoptr(here, long.as_pointer()), align=1)
            vector = builder.insert_element(vector, value, ir.Constant(_INDEX, i))
        return vector

    return BYTES(place, step), generate


@intrinsic
def byte_set(typingctx, rows, number):  # type: ignore[no-untyped-def]
    """Whether byte `number` of each row is odd."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        vector = ir.VectorType(ir.IntType(64), WIDTH)
        bit = builder.shl(ir.Constant(ir.IntType(64), 1), builder.shl(args[1], ir.Constant(args[1].type, 3)))
        first = builder.insert_element(ir.Constant(vector, ir.Undefined), bit, ir.Constant(_INDEX, 0))
        wide = builder.shuffle_vector(first, first, _mask(*[0] * WIDTH))
        zero = ir.Constant(vector, [ir.Constant(ir.IntType(64), 0)] * WIDTH)
        return builder.icmp_unsigned("!=", builder.and_(args[0], wide), zero)

    return CHOICE(rows, number), generate


@intrinsic
def put_transposed(typingctx, work, offset, target, to, step):  # type: ignore[no-untyped-def]
    """target[to + i * step + j] = work[offset + 8 j + i] for i, j in 0..7, in the target's type."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        element = context.get_data_type(sig.args[2].dtype)
        start = _pointer(context, builder, sig.args[0], args[0], args[1])
        rows = []
        for j in range(WIDTH):
            here = builder.gep(start, [ir.Constant(ir.IntType(64), WIDTH * j)])
            rows.append(builder.load(_as_vector(builder, here, _DOUBLE, WIDTH), align=8))
        place = args[3]
        for column in _transposed(builder, rows):
            values = column if element == _DOUBLE else builder.fptrunc(column, ir.VectorType(element, WIDTH))
            pointer = _as_vector(builder, _pointer(context, builder, sig.args[2], args[2], place), element, WIDTH)
            builder.store(values, pointer, align=context.get_abi_sizeof(element))
            place = builder.add(place, args[4])
        return context.get_dummy_value()

    return types.void(work, offset, target, to, step), generate


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    """An 8 x 8 block: neighbours, pairs and halves change places in turn."""
    for step in (1, 2, 4):
        swapped: list[Any] = [None] * WIDTH
        for i in range(WIDTH):
            if i & step:
                continue
            low = [n if not n & step else n - step + WIDTH for n in range(WIDTH)]
            high = [n + step if not n & step else n + WIDTH for n in range(WIDTH)]
            swapped[i] = builder.shuffle_vector(rows[i], rows[i + step], _mask(*low))
            swapped[i + step] = builder.shuffle_vector(rows[i], rows[i + step], _mask(*high))
        rows = swapped
    return rows


@intrinsic
def ask_ahead(typingctx, place, step):  # type: ignore[no-untyped-def]
    """Ask for the cache lines of eight rows; an address that does not exist does no harm."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        byte = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, _INDEX, _INDEX, _INDEX])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        for i in range(WIDTH):
            here = builder.add(args[0], builder.mul(args[1], ir.Constant(args[1].type, i)))
            builder.call(function, [builder.inttoptr(here, byte), *(ir.Constant(_INDEX, n) for n in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(place, step), generate
