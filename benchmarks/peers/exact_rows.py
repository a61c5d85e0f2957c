"""Cuts texts into rows of exactly LENGTH tokens, the begin and end of text counted, for both sides of a comparison.

usage: exact_rows.py --model DIR --texts JSONL --out JSONL [--length 512] [--rows N]

Writes {"text": ..., "ids": [...]} a line. A piece is left out when its text does not become the same tokens again.
"""
import argparse
import json

from transformers import AutoTokenizer

p = argparse.ArgumentParser()
p.add_argument("--model", required=True)
p.add_argument("--texts", required=True)
p.add_argument("--out", required=True)
p.add_argument("--length", type=int, default=512)
p.add_argument("--rows", type=int, default=256)
a = p.parse_args()

tokenizer = AutoTokenizer.from_pretrained(a.model)
begin, end = tokenizer.convert_tokens_to_ids(["<|begin_of_text|>", "<|end_of_text|>"])
stream = []
rows = []
for line in open(a.texts, encoding="utf-8"):
    stream += tokenizer(json.loads(line)["text"], add_special_tokens=False)["input_ids"]
    while len(stream) >= a.length - 2 and len(rows) < a.rows:
        piece, stream = stream[: a.length - 2], stream[a.length - 2 :]
        text = tokenizer.decode(piece)
        if tokenizer(text, add_special_tokens=False)["input_ids"] == piece:
            rows.append({"text": text, "ids": [begin, *piece, end]})
with open(a.out, "w", encoding="utf-8") as out:
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
if len(rows) < a.rows:
    raise SystemExit(f"{a.texts} holds only {len(rows)} such rows, {a.rows} were asked for")
