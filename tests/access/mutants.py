"""The policy with one condition dropped: each such module in turn, made from the source that is in force."""

import ast
import copy
import inspect
from collections.abc import Collection, Iterator
from types import ModuleType
from typing import Any

NARROWS = {"filter", "exclude", "Q", "Above", "Exists"}
"""Calls whose arguments are conditions."""


def mutants(module: ModuleType, functions: Collection[str]) -> Iterator[tuple[str, ModuleType]]:
    """Yield the module with each condition of some functions dropped, and what was dropped."""
    tree = ast.parse(inspect.getsource(module))
    for place, node in enumerate(ast.walk(tree)):
        if not isinstance(node, ast.FunctionDef) or node.name not in functions:
            continue
        typed = {id(inner) for part in _annotations(node) for inner in ast.walk(part)}
        for at, inner in enumerate(ast.walk(node)):
            for which, words in _droppable(inner) if id(inner) not in typed else ():
                changed = copy.deepcopy(tree)
                function = list(ast.walk(changed))[place]
                _drop(function, list(ast.walk(function))[at], which)
                ast.fix_missing_locations(changed)
                yield f"{node.name}: {words}", _made(module, changed)


def with_names(module: ModuleType, **names: Any) -> ModuleType:
    """Return the module made anew, with some of the names that it imports bound to something else."""
    made = _made(module, ast.parse(inspect.getsource(module)))
    made.__dict__.update(names)
    return made


def _annotations(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield node.annotation
    if function.returns:
        yield function.returns


def _made(module: ModuleType, tree: ast.AST) -> ModuleType:
    made = ModuleType(module.__name__)
    made.__dict__.update(__name__=module.__name__, __file__=module.__file__)
    # Classes are those in force, so that what one module makes another takes; functions are the changed ones.
    exec(compile(tree, module.__file__ or "", "exec"), made.__dict__)
    made.__dict__.update({name: each for name, each in vars(module).items() if isinstance(each, type)})
    return made


def _droppable(node: ast.AST) -> Iterator[tuple[Any, str]]:
    """Yield what can be dropped of a node, and how it reads."""
    match node:
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called)) if called in NARROWS:
            yield from ((("args", at), ast.unparse(arg)) for at, arg in enumerate(node.args))
            yield from ((("keywords", at), ast.unparse(key)) for at, key in enumerate(node.keywords))
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            yield "right", f"{ast.unparse(node.left)} of {ast.unparse(node)}"
            yield "left", f"{ast.unparse(node.right)} of {ast.unparse(node)}"
        case ast.BoolOp():
            yield from ((("values", at), f"{ast.unparse(value)} of {ast.unparse(node)}")
                        for at, value in enumerate(node.values))  # fmt: skip
        case ast.UnaryOp(op=ast.Invert() | ast.Not()):
            yield "operand", f"the not of {ast.unparse(node)}"
        case ast.IfExp():
            yield "body", f"otherwise {ast.unparse(node.orelse)}"
            yield "orelse", f"if {ast.unparse(node.test)}"
        case ast.If():
            yield "test", f"if {ast.unparse(node.test)}"
        case ast.For(iter=ast.Tuple()):
            yield from ((("iter", at), ast.unparse(each)) for at, each in enumerate(node.iter.elts))
        case ast.comprehension(ifs=[_, *_]):
            yield from ((("ifs", at), ast.unparse(each)) for at, each in enumerate(node.ifs))


def _drop(function: ast.AST, node: Any, which: Any) -> None:
    match which:
        case ("iter", at):
            del node.iter.elts[at]
        case ("values", at) if len(node.values) == 2:
            _replace(function, node, node.values[1 - at])
        case (name, at):
            del getattr(node, name)[at]
        case "test":
            node.test = ast.Constant(value=False)
        case name:
            _replace(function, node, getattr(node, name))


def _replace(function: ast.AST, old: ast.AST, new: ast.AST) -> None:
    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return new if node is old else self.generic_visit(node)

    Swap().visit(function)
