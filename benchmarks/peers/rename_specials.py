"""Gives a Llama 3 tokenizer.json the names that Llama 3.1 has for its special tokens.

usage: rename_specials.py IN OUT

Llama 3.1 took two of the 251 reserved names of Llama 3 for new tokens and one for padding, and numbered the rest
anew: 128002-128003 reserved 0-1, 128004 padding, 128005 reserved 2, 128008 end of message, 128010 Python tag,
128011 and on reserved 3 and on.
"""
import json
import sys

NEW = {128004: "<|finetune_right_pad_id|>", 128008: "<|eom_id|>", 128010: "<|python_tag|>"}
KEPT = {128000, 128001, 128006, 128007, 128009}

tokenizer = json.load(open(sys.argv[1], encoding="utf-8"))
reserved = 0
for token in tokenizer["added_tokens"]:
    if token["id"] in NEW:
        token["content"] = NEW[token["id"]]
    elif token["id"] not in KEPT:
        token["content"] = f"<|reserved_special_token_{reserved}|>"
        reserved += 1
json.dump(tokenizer, open(sys.argv[2], "w", encoding="utf-8"), indent=2, ensure_ascii=False)
open(sys.argv[2], "a", encoding="utf-8").write("\n")
