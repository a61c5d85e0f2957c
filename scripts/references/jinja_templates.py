"""What transformers makes of TRL's chat templates of many models, for JinjaPeerTest.

usage: python jinja_templates.py target/jinja-cases.json
       mvn -pl data -am test -Dtest=JinjaPeerTest -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false

Needs trl 1.13.0 and transformers 5.18. Every template renders conversations with and without tools, with and without
an open answer, and with further variables; a case that the template refuses is one, too. The clock stands at
2024-07-26, midnight. The file holds others' templates: it is not for the repository.
"""

import datetime
import importlib.resources
import json
import pathlib
import sys

from transformers.utils import chat_template_utils


class Day(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26)


chat_template_utils.datetime = Day


def say(role, content):
    return {"role": role, "content": content}


function = {
    "name": "get_weather", "description": "Wetter 天气 'x' \"y\"",
    "parameters": {
        "type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"],
    },
}
arguments = {"city": "Köln", "days": 3, "f": 1.5e20, "t": True, "n": None, "l": [1, "a"]}
call = say("assistant", "") | {
    "tool_calls": [{"type": "function", "function": {"name": "get_weather", "arguments": arguments}}]
}
conversations = [
    [say("user", "Hi")],
    [say("system", " Be brief. "), say("user", "Hi \n"), say("assistant", "\n Ho ")],
    [say("user", "a"), say("assistant", "<think>\nhm\n</think>\n\nb"), say("user", "c"), say("assistant", "d")],
    [say("user", "w?"), call, say("tool", "{\"t\": 3}") | {"name": "get_weather"}, say("assistant", "cold")],
    [say("system", "sys"), say("user", "w?"), call, say("tool", "rain")],
    [say("system", "only")],
    [say("assistant", "first"), say("user", "x")],
    [],
]
further = [
    {}, {"builtin_tools": ["brave_search", "code_interpreter"]}, {"tools_in_user_message": False},
    {"enable_thinking": False},
]
cases = []
for file in sorted((importlib.resources.files("trl") / "chat_templates").iterdir(), key=lambda file: file.name):
    if not file.name.endswith(".jinja"):
        continue
    template = file.read_text()
    compiled = chat_template_utils._compile_jinja_template(template)
    for tools in (None, [{"type": "function", "function": function}]):
        for opens in (False, True):
            for messages in conversations:
                for extra in further:
                    variables = dict(
                        messages=messages, tools=tools, documents=None, add_generation_prompt=opens,
                        bos_token="<|begin_of_text|>", eos_token="<|eot_id|>", **extra,
                    )
                    try:
                        rendered = compiled.render(**variables)
                    except Exception:
                        rendered = None
                    cases.append(dict(name=file.name, template=template, variables=variables, rendered=rendered))
pathlib.Path(sys.argv[1]).write_text(json.dumps(cases))
print(len(cases), "cases,", sum(case["rendered"] is None for case in cases), "of them refused")
