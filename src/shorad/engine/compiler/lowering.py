"""From typed functions to LLVM's text: numba's own way, less what has nothing to do here.

No array and no object is made in compiled code, so nothing is counted, deleted or caught. numba writes a good half of
its text for those: of each variable a deletion, of each call the question whether a `try` waits for what it raised.
"""

import operator
from typing import Any

from numba.core import callconv, cgutils, compiler, ir, lowering, types
from numba.core.cpu import CPUContext
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import (
    BaseNativeLowering, InlineOverloads, IRLegalization, NativeLowering, NopythonRewrites,
)  # fmt: skip
from numba.core.untyped_passes import InlineClosureLikes, WithLifting

from shorad.engine.compiler.once import lean

# Fusing whole-array expressions, unrolling closures, inlining what asks for it by a keyword, with-blocks, writing out
# where each variable is deleted.
_IDLE = (InlineClosureLikes, NopythonRewrites, InlineOverloads, WithLifting, IRLegalization)
_RAISED = callconv.excinfo_ptr_t.as_pointer()
_POWERS = (operator.pow, operator.ipow)  # a whole number known beforehand is multiplied out


class Lower(lowering.Lower):
    """Variables without deletion, two operands without a trial of what is special about known ones."""

    _disable_sroa_like_opt = False

    def lower_block(self, block: Any) -> None:
        self._cur_ir_block = block
        for inst in block.body:
            self.loc = inst.loc
            try:
                self.lower_inst(inst)
            except Exception as error:
                error.add_note(f"while lowering {inst} at {inst.loc}")
                raise

    def lower_inst(self, inst: Any) -> None:
        if isinstance(inst, ir.Assign):
            name = inst.target.name
            self.storevar(self.lower_assign(self.typeof(name), inst), name)
        else:
            super().lower_inst(inst)

    def storevar(self, value: Any, name: str, argidx: Any = None) -> None:
        if name in self._singly_assigned_vars:
            self._blk_local_varmap[name] = value
        else:
            self.builder.store(value, self.getvar(name))

    def loadvar(self, name: str) -> Any:
        if name in self._blk_local_varmap:
            return self._blk_local_varmap[name]
        return self.builder.load(self.getvar(name))

    def getvar(self, name: str) -> Any:
        if name not in self.varmap:
            kind = self.context.get_value_type(self.typeof(name))
            self.varmap[name] = cgutils.alloca_once(self.builder, kind, name=name)
        return self.varmap[name]

    def lower_binop(self, resty: Any, expr: Any, op: Any) -> Any:
        if op in _POWERS:
            return super().lower_binop(resty, expr, op)
        function = self.context.typing_context.resolve_value_type(op)
        taken = self.fndesc.calltypes[expr]
        args = [self._cast_var(var, kind) for var, kind in zip((expr.lhs, expr.rhs), taken.args, strict=True)]
        sig = function.get_call_type(self.context.typing_context, taken.args, {})
        result = self.context.get_function(function, sig)(self.builder, args)
        return self.context.cast(self.builder, result, taken.return_type, resty)


class Calls(callconv.CPUCallConv):
    """Calls among compiled functions: what a callee raises goes straight on to the caller's caller."""

    def call_function(
        self, builder: Any, callee: Any, resty: Any, argtys: Any, args: Any, attrs: Any = None
    ) -> tuple[Any, Any]:
        if attrs is not None or isinstance(resty, types.Optional) or not self._is_ours(builder.function):
            return super().call_function(builder, callee, resty, argtys, args, attrs)
        place = cgutils.alloca_once(builder, self._get_return_argument(callee.function_type).pointee)
        taken = self._get_arg_packer(argtys).as_arguments(builder, args)
        raised = self._get_excinfo_argument(builder.function)
        code = builder.call(callee, [place, raised, *taken])
        bad = builder.icmp_signed("!=", code, callconv.RETCODE_OK)
        status = callconv.Status(
            code=code, is_ok=None, is_none=None, is_error=bad, is_python_exc=None, is_user_exc=None,
            is_stop_iteration=None, excinfoptr=raised,
        )  # fmt: skip
        return status, self.context.get_returned_value(builder, resty, builder.load(place))

    def return_status_propagate(self, builder: Any, status: Any) -> None:
        if status.is_ok is None:
            builder.ret(status.code)
        else:
            super().return_status_propagate(builder, status)

    def _is_ours(self, caller: Any) -> bool:
        """Whether the caller can hand on what is raised; wrappers, for calls from Python, handle it."""
        return len(caller.args) > 1 and caller.args[1].type == _RAISED


def _calls(context: Any) -> Any:
    """Nobody else's functions are compiled this way: they may catch."""
    return Calls(context) if lean.depth else callconv.CPUCallConv(context)


_context: Any = CPUContext
_context.call_conv = property(_calls)


@register_pass(mutates_CFG=True, analysis_only=False)
class Lowering(BaseNativeLowering):
    """numba's pass, with `Lower`."""

    _name: Any = "shorad_lowering"

    @property
    def lowering_class(self) -> Any:
        return Lower


class Passes(PassManager):
    """numba's, without a timer and a line of text for each step."""

    def _runPass(self, index: int, pss: Any, internal_state: Any) -> None:
        pss.analysis = self._analysis
        pss.run_initialization(internal_state)
        pss.run_pass(internal_state)
        pss.run_finalizer(internal_state)


class Pipeline(compiler.Compiler):
    """numba's own, less `_IDLE`."""

    def define_pipelines(self) -> list[Any]:
        manager = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        kept = Passes(manager.pipeline_name)
        for each, text in manager.passes:
            if each not in _IDLE:
                kept.add_pass(Lowering if each is NativeLowering else each, text)
        kept.finalize()
        return [kept]
