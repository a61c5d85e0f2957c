"""Runs tests whose functions are those of a program in another process. Behind values.py, as one file."""

import ast
import builtins
import json
import sys

MOST_ANSWER = 1 << 24


class Program:
    """The program's functions, called in its own process; only values come back."""

    def __init__(self, answers, requests):
        self.answers = answers
        self.requests = requests
        self.ended = False
        self.receive()

    def receive(self):
        line = b"" if self.ended else self.answers.readline(MOST_ANSWER)
        if not line.endswith(b"\n"):
            self.ended = True
            raise EOFError("the program has ended" if not line else "the program's answer is too long")
        answer = json.loads(line)
        if "error" in answer:
            name, message = answer["error"]
            kind = getattr(builtins, str(name), None)
            known = isinstance(kind, type) and issubclass(kind, Exception)
            raise (kind if known else RuntimeError)(*([message] if known else ["%s: %s" % (name, message)]))
        return decode(answer["value"])

    def function(self, name):
        def call(*arguments, **named):
            request = {
                "call": name,
                "arguments": [encode(value, None) for value in arguments],
                "named": {key: encode(value, None) for key, value in named.items()},
            }
            self.requests.write(json.dumps(request).encode() + b"\n")
            self.requests.flush()
            return self.receive()

        call.__name__ = name
        return call


def unknown_names(tests):
    """Names that tests use and neither they nor Python have: the program's."""
    used, own = set(), set(dir(builtins)) | {"__name__"}
    for test in tests:
        for node in ast.walk(ast.parse(test)):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else own).add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                own.add(node.name)
            elif isinstance(node, ast.alias):
                own.add((node.asname or node.name).split(".")[0])
            elif isinstance(node, ast.arg):
                own.add(node.arg)
    return used - own


def judge(order, answers, requests):
    """How many tests passed, and what the first that did not says."""
    try:
        program = Program(answers, requests)
        names = set(order["names"]) | unknown_names(order["tests"])
        module = {"__name__": "tests", **{name: program.function(name) for name in names}}
    except BaseException as failure:
        return {"passed": 0, "why": describe(failure)}
    failures = []
    for test in order["tests"]:
        try:
            exec(compile(test, "tests.py", "exec"), module)
            if program.ended:
                # Whatever the test made of it.
                raise EOFError("the program has ended")
        except BaseException as failure:
            failures.append(describe(failure))
    return {"passed": len(order["tests"]) - len(failures), "why": failures[0] if failures else ""}


def describe(failure):
    return ("%s: %s" % (type(failure).__name__, failure))[:2000]


def main():
    order = json.load(sys.stdin)
    answers = open(int(sys.argv[1]), "rb")
    requests = open(int(sys.argv[2]), "wb")
    outcome = judge(order, answers, requests)
    with open(int(sys.argv[3]), "w") as verdict:
        json.dump(outcome, verdict)


main()
