"""The mutants of a Python file.

Left alone are docstrings, annotations, decorators, texts, f-strings and `strict=` (an assertion of
`zip`); a wrong text nearly always raises at once and says little about the tests.
"""

import ast

from benchmarks.mutation.mutant import Mutant, mutant

COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}
CALCULATED: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Div(),
    ast.Div: ast.Mult(),
    ast.FloorDiv: ast.Div(),
    ast.Mod: ast.Mult(),
    ast.BitAnd: ast.BitOr(),
    ast.BitOr: ast.BitAnd(),
}
CALLED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "minimum": "maximum",
    "maximum": "minimum",
}
ATOMS = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript)
TEXTS = (ast.JoinedStr, ast.List, ast.Tuple)


def python_mutants(file: str, source: bytes) -> list[Mutant]:
    """All mutants of one module, in the order of the text."""
    finder = _Finder(file, source)
    finder.visit(ast.parse(source))
    return sorted(finder.mutants, key=lambda mutant: (mutant.start, mutant.end, mutant.replacement))


def _code(node: ast.expr) -> str:
    """An expression as text that may stand anywhere."""
    return ast.unparse(node) if isinstance(node, ATOMS) else f"({ast.unparse(node)})"


class _Finder(ast.NodeVisitor):
    """Visits a module and collects its mutants."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file = file
        self.source = source
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.scope: list[str] = []
        self.mutants: list[Mutant] = []

    def add(self, node: ast.expr | ast.stmt, replacement: str, operator: str) -> None:
        """One mutant: the node's text replaced."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.lines[node.lineno - 1] + node.col_offset
        end = self.lines[node.end_lineno - 1] + node.end_col_offset
        self.add_at(start, end, replacement, operator)

    def add_at(self, start: int, end: int, replacement: str, operator: str) -> None:
        """One mutant: these bytes replaced."""
        where = ".".join(self.scope) or "module"
        self.mutants.append(
            mutant(self.file, self.source, start, end, replacement, operator, where)
        )

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """The body; not its decorators and bases."""
        self.scope.append(node.name)
        self._body(node.body)
        self.scope.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Defaults and body; not decorators and annotations."""
        self.scope.append(node.name)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                if isinstance(default, ast.Constant) and default.value == "":
                    self.add(default, "'changed'", "default changed")
                self.visit(default)
        self._body(node.body)
        self.scope.pop()

    def _body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """The value; not the annotation."""
        if node.value is not None:
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Left alone."""

    def visit_keyword(self, node: ast.keyword) -> None:
        """The value, unless it is only an assertion."""
        if node.arg != "strict":
            self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Each comparison by its neighbour and its opposite."""
        for index, operator in enumerate(node.ops):
            parts = [node.left, *node.comparators]
            for other in COMPARED[type(operator)]:
                left, right = parts[index], parts[index + 1]
                start, end = self._between(left, right)
                self.add_at(start, end, f" {other} ", "comparison")
        self.generic_visit(node)

    def _between(self, left: ast.expr, right: ast.expr) -> tuple[int, int]:
        """The operator's bytes between two operands, parentheses left where they are."""
        assert left.end_lineno is not None
        assert left.end_col_offset is not None
        start = self.lines[left.end_lineno - 1] + left.end_col_offset
        end = self.lines[right.lineno - 1] + right.col_offset
        text = self.source[start:end]
        closing = len(text) - len(text.lstrip(b") \n"))
        opening = len(text) - len(text.rstrip(b"( \n"))
        before, after = text[:closing].rstrip(b" \n"), text[len(text) - opening :].lstrip(b" \n")
        return start + len(before), end - len(after)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """The opposite operator; of masks and sets also either side alone."""
        masks = isinstance(node.op, ast.BitAnd | ast.BitOr)
        text = any(
            isinstance(side, TEXTS)
            or (isinstance(side, ast.Constant) and isinstance(side.value, str))
            for side in (node.left, node.right)
        )
        if type(node.op) in CALCULATED and not text:
            other = ast.BinOp(node.left, CALCULATED[type(node.op)], node.right)
            code = _code(other) if masks else ast.unparse(other)
            self.add(node, code, "mask" if masks else "arithmetic")
        if masks:
            self.add(node, _code(node.left), "operand dropped")
            self.add(node, _code(node.right), "operand dropped")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Dropped."""
        self.add(node, "pass", "statement dropped")
        self.visit(node.value)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """`and` for `or`, and each operand dropped."""
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self.add(node, ast.unparse(ast.BoolOp(other, node.values)), "boolean")
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            self.add(node, _code(left), "operand dropped")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """`not`, `~` and the minus of a name dropped."""
        if not isinstance(node.operand, ast.Constant):
            self.add(node, _code(node.operand), "negation dropped")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A truth value turned, a number one larger."""
        if isinstance(node.value, bool):
            self.add(node, str(not node.value), "constant")
        elif isinstance(node.value, int | float):
            self.add(node, repr(node.value + 1), "constant")

    def visit_Call(self, node: ast.Call) -> None:
        """Smallest for largest, any for all, down for up."""
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in CALLED:
            assert node.func.end_lineno is not None
            assert node.func.end_col_offset is not None
            end = self.lines[node.func.end_lineno - 1] + node.func.end_col_offset
            self.add_at(end - len(name), end, CALLED[name], "min/max, any/all")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """The condition always, and never."""
        self._condition(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """The condition always, and never."""
        self._condition(node.test)
        self.generic_visit(node)

    def _condition(self, test: ast.expr) -> None:
        self.add(test, "True", "condition removed")
        self.add(test, "False", "branch removed")

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Each filter removed."""
        for test in node.ifs:
            self.add(test, "True", "condition removed")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call or a yield dropped; docstrings are left alone."""
        if isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
            self.add(node, "pass", "statement dropped")
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Dropped; its message is left alone."""
        self.add(node, "pass", "statement dropped")

    def visit_Continue(self, node: ast.Continue) -> None:
        """Dropped."""
        self.add(node, "pass", "statement dropped")

    def visit_Break(self, node: ast.Break) -> None:
        """Dropped."""
        self.add(node, "pass", "statement dropped")

    def generic_visit(self, node: ast.AST) -> None:
        """Below; the return of a branch or a loop also dropped (a body's own is never missed)."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Return):
                self.add(child, "pass", "statement dropped")
            self.visit(child)
