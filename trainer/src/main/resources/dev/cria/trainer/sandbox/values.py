"""Values as text that can be read without running anything: of Python's own types, and marks for all others."""

MOST_DEPTH = 100
MOST_ITEMS = 100000


class Kept:
    """Objects that stay where they are; the other side has their numbers."""

    def __init__(self):
        self.objects = []

    def number(self, value):
        self.objects.append(value)
        return len(self.objects) - 1


class Elsewhere:
    """An object of the other process: it can be handed back, nothing else."""

    def __init__(self, number):
        self.number = number


def encode(value, kept, depth=0):
    """A value as a list of its type and its contents, for JSON."""
    if depth > MOST_DEPTH:
        raise ValueError("the value is nested deeper than %d" % MOST_DEPTH)

    def all_of(values):
        return [encode(item, kept, depth + 1) for item in values]

    if value is None or isinstance(value, bool):
        return ["is", value]
    if isinstance(value, Elsewhere):
        return ["back", value.number]
    if isinstance(value, int):
        return ["int", hex(value)]
    if isinstance(value, float):
        return ["float", float.hex(value)]
    if isinstance(value, complex):
        return ["complex", [float.hex(value.real), float.hex(value.imag)]]
    if isinstance(value, str):
        return ["str", str(value)]
    if isinstance(value, (bytes, bytearray)):
        return ["bytes", bytes(value).hex()]
    if isinstance(value, range):
        return ["range", [value.start, value.stop, value.step]]
    if isinstance(value, dict):
        return ["dict", [all_of(pair) for pair in value.items()]]
    for kind in (list, tuple, set, frozenset):
        if isinstance(value, kind):
            return [kind.__name__, all_of(value)]
    if hasattr(value, "__next__"):
        items = [item for item, _ in zip(value, range(MOST_ITEMS + 1))]
        if len(items) > MOST_ITEMS:
            raise ValueError("the iterator gives more than %d values" % MOST_ITEMS)
        return ["iterator", all_of(items)]
    if kept is None:
        raise ValueError("a value of type %s cannot be given to the program" % type(value).__name__)
    return ["kept", kept.number(value)]


def decode(text, kept=None):
    """The value again; what the other side kept is an Elsewhere, what this side kept is itself."""
    kind, content = text

    def all_of(values):
        return [decode(item, kept) for item in values]

    if kind == "is" and (content is None or isinstance(content, bool)):
        return content
    if kind == "int":
        return int(content, 16)
    if kind == "float":
        return float.fromhex(content)
    if kind == "complex":
        return complex(*[float.fromhex(part) for part in content])
    if kind == "str" and type(content) is str:
        return content
    if kind == "bytes":
        return bytes.fromhex(content)
    if kind == "range":
        return range(*content)
    if kind == "dict":
        return dict(all_of(pair) for pair in content)
    if kind in ("list", "tuple", "set", "frozenset"):
        return {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind](all_of(content))
    if kind == "iterator":
        return iter(all_of(content))
    if kind == "kept":
        return Elsewhere(int(content))
    if kind == "back" and kept is not None:
        return kept.objects[content]
    raise ValueError("not a value: %r" % (kind,))
