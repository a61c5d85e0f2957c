"""Tokens and masks of chat templates by transformers, TRL and LLaMA-Factory, as TemplateReferencesTest compares them.

usage: python chat_templates.py TOKENIZER_JSON SFT_FOLDER LLAMA_FACTORY data/src/test/resources/dev/cria/data/chat/template-references.json

Needs trl 1.13.0, transformers 5.18, and a checkout of LLaMA-Factory (read at ff6d4d12). TOKENIZER_JSON is what
scripts/fetch-llama3-tokenizer fetches. Of each file of SFT_FOLDER and each template: rows, tokens, tokens with
loss, and SHA-256 of all ids and masks in their order, as 32-bit numbers and bytes.

Left out are rows that LLaMA-Factory does not trim where the others do (a content with white space at an end), and
those that a template refuses. LLaMA-Factory's date of today is set to 26 Jul 2024.
"""

import datetime
import hashlib
import importlib.resources
import json
import pathlib
import sys
import types

import numpy
from transformers import PreTrainedTokenizerFast

tokenizer_json, folder, factory, output = sys.argv[1:5]
FILES = [
    "alpaca_en_demo.json", "alpaca_zh_demo.json", "identity.json",
    "glaive_toolcall_en_demo.json", "glaive_toolcall_zh_demo.json",
]
tokenizer = PreTrainedTokenizerFast(
    tokenizer_file=tokenizer_json, bos_token="<|begin_of_text|>", eos_token="<|eot_id|>", pad_token="<|end_of_text|>"
)
trl = importlib.resources.files("trl") / "chat_templates"


def messages(row):
    """Messages and tools; calls of tools as their text."""
    if "conversations" not in row:
        prompt = row["instruction"] + ("\n" + row["input"] if row.get("input") else "")
        system = [("system", row["system"])] if row.get("system") else []
        return system + [("user", prompt), ("assistant", row["output"])], None
    roles = {"human": "user", "gpt": "assistant", "function_call": "call", "observation": "ipython"}
    system = [("system", row["system"])] if row.get("system") else []
    tools = json.loads(row.get("tools") or "[]") or None
    return system + [(roles[m["from"]], m["value"]) for m in row["conversations"]], tools


def openai(said):
    made = []
    for role, content in said:
        if role != "call":
            made.append({"role": role, "content": content})
            continue
        calls = json.loads(content)
        made.append({"role": "assistant", "content": "", "tool_calls": [
            {"type": "function", "function": {"name": call["name"], "arguments": call["arguments"]}}
            for call in (calls if isinstance(calls, list) else [calls])
        ]})
    return made


def by_transformers(template, masks):
    text = (trl / template).read_text()

    def encode(said, tools):
        if masks and tools:
            return None
        wrapped = tools and [{"type": "function", "function": tool} for tool in tools]
        found = tokenizer.apply_chat_template(
            openai(said), tools=wrapped, chat_template=text, tokenize=True, return_dict=True,
            return_assistant_tokens_mask=masks,
        )
        return found["input_ids"], found["assistant_masks"] if masks else [0] * len(found["input_ids"])

    return encode


def by_llama_factory():
    # Its package imports sound and pictures, which texts do not need.
    for name in ["llamafactory", "llamafactory.data"]:
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [f"{factory}/src/{name.replace('.', '/')}"]
    pictures = types.ModuleType("llamafactory.data.mm_plugin")
    pictures.get_mm_plugin = lambda *names, **settings: None
    sys.modules[pictures.__name__] = pictures
    from llamafactory.data import tool_utils
    from llamafactory.data.template import TEMPLATES

    class Day(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2024, 7, 26)

    tool_utils.datetime = Day
    template = TEMPLATES["llama3"]

    def encode(said, tools):
        roles = {"call": "function", "ipython": "observation"}
        system = said[0][1] if said[0][0] == "system" else None
        turns = [{"role": roles.get(r, r), "content": c} for r, c in said if r != "system"]
        if len(turns) % 2:
            return None
        ids, mask = [], []
        for source, target in template.encode_multiturn(tokenizer, turns, system, json.dumps(tools) if tools else None):
            ids += source + target
            mask += [0] * len(source) + [1] * len(target)
        return ids, mask

    return encode


encoders = {
    "llama3 by TRL": by_transformers("llama3_training.jinja", True),
    "llama3_1 by transformers": by_transformers("llama3_1.jinja", False),
    "llama3 by LLaMA-Factory": by_llama_factory(),
}
references = {}
for name, encode in encoders.items():
    for file in FILES:
        rows = tokens = targets = 0
        sha = hashlib.sha256()
        for row in json.loads(pathlib.Path(folder, file).read_text()):
            said, tools = messages(row)
            if any(content != content.strip() for _, content in said):
                continue
            try:
                found = encode(said, tools)
            except Exception:
                found = None
            if found is None:
                continue
            ids, mask = found
            rows, tokens, targets = rows + 1, tokens + len(ids), targets + sum(mask)
            sha.update(numpy.array(ids, "<i4").tobytes() + bytes(mask))
        references[f"{name}: {file}"] = {"rows": rows, "tokens": tokens, "targets": targets, "sha256": sha.hexdigest()}
pathlib.Path(output).write_text(json.dumps(references, indent=2) + "\n")
print(json.dumps(references, indent=2))
