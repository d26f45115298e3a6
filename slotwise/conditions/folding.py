"""Folding: what is constant in a condition is computed once, when it is read."""

from slotwise.conditions.closures import compiled
from slotwise.conditions.tree import Binary, Choice, Joined, Literal, Method, Node, Unary, children, is_truth, joined


def folded(node: Node) -> Node:
    """Return a tree of the same meaning in which constant parts are their values.

    What is unknown whatever the facts, such as `1 / 0`, stays as it is.
    """
    match node:
        case Method(name, of, argument):
            node = Method(name, folded(of), None if argument is None else folded(argument), node.at)
        case Unary(op, operand):
            node = Unary(op, folded(operand), node.at)
        case Binary(op, left, right):
            node = Binary(op, folded(left), folded(right), node.at)
        case Choice(test, then, otherwise):
            return _choice(Choice(folded(test), folded(then), folded(otherwise), node.at))
        case Joined(op, parts):
            return _joined(node, tuple(folded(each) for each in parts))
        case _:
            return node
    if all(isinstance(each, Literal) for each in children(node)):
        value = compiled(node)({})
        return node if value is None else Literal(value, node.at)
    return node


def _choice(node: Choice) -> Node:
    if isinstance(node.test, Literal) and isinstance(node.test.value, bool):
        return node.then if node.test.value else node.otherwise
    return node


def _joined(node: Joined, parts: tuple[Node, ...]) -> Node:
    """`false && x` is false even where x is unknown, and `true && x` is x."""
    decides = node.op == "||"
    constants = [each.value for each in parts if isinstance(each, Literal)]
    if decides in [value for value in constants if isinstance(value, bool)]:
        return Literal(decides, node.at)
    rest = tuple(each for each in parts if not (isinstance(each, Literal) and each.value is (not decides)))
    alone = len(rest) == 1 and not is_truth(rest[0])
    return Joined(node.op, parts, node.at) if alone else joined(node.op, rest, node.at)
