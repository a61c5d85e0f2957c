"""Peer measurement: next-token training of all weights with transformers on this CPU. Prints one JSON line.

usage: pretrain.py --model DIR --rows JSONL [--batch 4] [--steps 8] [--warmup 2] [--learning-rate 1e-4]

A plain loop over rows of equal length in file order: scaled dot product attention, the model's own loss over all
tokens but the first of a row, gradients clipped at norm 1, fused AdamW without weight decay. Gradients are set to
None between steps, and the loss is the only value read back in a step. `tokens_per_s` counts the tokens of the rows
after the warm-up steps, `first_step_at` is when the first step ended (seconds since 1970).
"""
import argparse
import json
import resource
import time

import torch
from transformers import AutoModelForCausalLM

p = argparse.ArgumentParser()
p.add_argument("--model", required=True)
p.add_argument("--rows", required=True)
p.add_argument("--batch", type=int, default=4)
p.add_argument("--steps", type=int, default=8)
p.add_argument("--warmup", type=int, default=2)
p.add_argument("--learning-rate", type=float, default=1e-4)
a = p.parse_args()

model = AutoModelForCausalLM.from_pretrained(a.model, dtype=torch.float32, attn_implementation="sdpa")
model.config.use_cache = False
model.train()
optimizer = torch.optim.AdamW(model.parameters(), lr=a.learning_rate, weight_decay=0.0, fused=True)
rows = torch.tensor([json.loads(line)["ids"] for line in open(a.rows, encoding="utf-8")])

ends, losses = [], []
for step in range(a.steps):
    ids_BT = rows[step * a.batch : (step + 1) * a.batch]
    loss = model(input_ids=ids_BT, labels=ids_BT).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    losses.append(round(loss.item(), 5))
    del loss
    ends.append(time.time())

seconds = ends[-1] - ends[a.warmup - 1]
tokens = (a.steps - a.warmup) * a.batch * rows.shape[1]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps(dict(batch=a.batch, steps=a.steps - a.warmup, seconds=round(seconds, 3), tokens=tokens,
                      tokens_per_s=round(tokens / seconds, 2), first_step_at=ends[0], max_rss_gb=round(peak, 3),
                      losses=losses)))
