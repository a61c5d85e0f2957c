"""Writes the same invented questions as the authors of MMLU, ARC and HellaSwag publish theirs and as the Hugging Face hub
has them, into recipes/src/test/resources/dev/cria/recipes/evaluation/published.

Needs pyarrow (made with 25.0.1): python scripts/references/hub_tasks.py
"""

import csv
import json
import pathlib

import pyarrow
import pyarrow.parquet

FOLDER = (
    pathlib.Path(__file__).parents[2] / "recipes/src/test/resources/dev/cria/recipes/evaluation/published"
)


def parquet(path, rows):
    target = FOLDER / "hub" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), target)


def text(path, content):
    target = FOLDER / "authors" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")


QUESTIONS = [
    {"question": "Which animal has wool?", "choices": ["fish", "llama", "snake", "snail"], "answer": 1},
    {"question": "What is 2, doubled?", "choices": ["1", "2", "3", "4"], "answer": 3},
]

for split, name in (("test", "test"), ("dev", "dev")):
    parquet(f"cais/mmlu/law/{name}-00000-of-00001.parquet", [q | {"subject": "law"} for q in QUESTIONS])
    parquet(f"cais/mmlu/all/{name}-00000-of-00001.parquet", [q | {"subject": "law"} for q in QUESTIONS])
    target = FOLDER / f"authors/mmlu/{split}/law_{split}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", newline="", encoding="utf-8") as file:
        for q in QUESTIONS:
            csv.writer(file).writerow([q["question"], *q["choices"], "ABCD"[q["answer"]]])

for split, name in (("test", "Test"), ("train", "Train")):
    rows = []
    lines = []
    for i, q in enumerate(QUESTIONS):
        labels = ["1", "2", "3", "4"] if i else ["A", "B", "C", "D"]
        key = labels[q["answer"]]
        rows.append(
            {"id": str(i), "question": q["question"], "choices": {"text": q["choices"], "label": labels}, "answerKey": key}
        )
        choices = [{"text": t, "label": l} for t, l in zip(q["choices"], labels)]
        lines.append(json.dumps({"id": str(i), "question": {"stem": q["question"], "choices": choices}, "answerKey": key}))
    parquet(f"allenai/ai2_arc/ARC-Challenge/{split}-00000-of-00001.parquet", rows)
    text(f"ARC-Challenge/ARC-Challenge-{name}.jsonl", "\n".join(lines) + "\n")

for split, name in (("validation", "val"), ("train", "train")):
    rows = [
        {
            "ind": i,
            "activity_label": "Shearing",
            "ctx_a": "A man holds a llama.",
            "ctx_b": "he",
            "ctx": "A man holds a llama. he",
            "endings": q["choices"],
            "split": split,
            "label": str(q["answer"]),
        }
        for i, q in enumerate(QUESTIONS)
    ]
    parquet(f"Rowan/hellaswag/data/{split}-00000-of-00001.parquet", rows)
    text(
        f"hellaswag/hellaswag_{name}.jsonl",
        "".join(json.dumps(row | {"label": int(row["label"])}) + "\n" for row in rows),
    )
