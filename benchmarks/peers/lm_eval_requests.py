"""The questions that EvalCria has written, by lm-evaluation-harness 0.4; prints a line of JSON.

usage: python lm_eval_requests.py MODEL REQUESTS BATCH_SIZE [SAMPLES]

Loading the model is not counted, encoding is. Needs lm-eval 0.4.13, torch, transformers. With SAMPLES, the
log of Cria, the largest difference of a log-probability is printed too.
"""

import json
import sys
import time

import torch
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM

model, requests, batch_size = sys.argv[1:4]
rows = [json.loads(line) for line in open(requests)]
lm = HFLM(pretrained=model, dtype="float32", batch_size=int(batch_size), device="cpu")
instances = [
    Instance("loglikelihood", {}, (row["context"], end), i)
    for i, row in enumerate(rows)
    for end in row["continuations"]
]
with torch.no_grad():
    start = time.perf_counter()
    found = iter(lm.loglikelihood(instances, disable_tqdm=True))
    seconds = time.perf_counter() - start
scores = [[next(found)[0] for _ in row["continuations"]] for row in rows]
right = sum(max(range(len(one)), key=one.__getitem__) == row["gold"] for one, row in zip(scores, rows))
line = {
    "questions": len(rows), "seconds": round(seconds, 3), "questions_per_s": round(len(rows) / seconds, 4),
    "acc": round(right / len(rows), 6),
}
if len(sys.argv) > 4:
    ours = [json.loads(text) for text in open(sys.argv[4])]
    line["largest_difference"] = max(
        abs(a - b) for one, sample in zip(scores, ours) for a, b in zip(one, sample["logprobs"])
    )
print(json.dumps(line))
