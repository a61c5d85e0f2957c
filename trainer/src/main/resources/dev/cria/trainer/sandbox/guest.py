"""Runs a program and then calls its functions for the judge. Behind values.py, as one file; shares its process with the program."""

import json
import sys


def serve(requests, answers):
    module = {"__name__": "program", "__builtins__": __builtins__}
    kept = Kept()

    def answer(act):
        try:
            outcome = {"value": encode(act(), kept)}
        except BaseException as failure:
            outcome = {"error": [type(failure).__name__, str(failure)[:2000]]}
        answers.write(json.dumps(outcome) + "\n")
        answers.flush()

    def load():
        with open("/program.py", encoding="utf-8", errors="surrogatepass") as file:
            exec(compile(file.read(), "program.py", "exec"), module)

    def call(request):
        arguments = [decode(value, kept) for value in request["arguments"]]
        named = {name: decode(value, kept) for name, value in request["named"].items()}
        return module[request["call"]](*arguments, **named)

    answer(load)
    for line in requests:
        request = json.loads(line)
        answer(lambda: call(request))


serve(open(int(sys.argv[1])), open(int(sys.argv[2]), "w"))
