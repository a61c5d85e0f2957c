"""Training curves of distillation by TRL's GKD loss, as GoldenDistillTest compares them.

usage: python distill.py GOLDEN_FOLDER trainer/src/test/resources/dev/cria/trainer/golden/distill-curves.json

Needs trl 1.13.0, transformers 5.18, torch 2.13. The student is the folder's model-30, the teacher its model-31;
conversations and settings are those of sft-full. TRL's loss has no share of cross-entropy and no square of the
temperature: both are added here. Of the teacher's likeliest tokens and all others together TRL knows nothing:
that curve is by torch's kl_div.
"""

import json
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, get_cosine_schedule_with_warmup
from trl.experimental.gkd import GKDTrainer

golden, target = sys.argv[1:3]
torch.set_num_threads(1)
rows = json.load(open(f"{golden}/sft-tokens.json"))
teacher = AutoModelForCausalLM.from_pretrained(f"{golden}/model-31", dtype=torch.float32)
PER_STEP, STEPS = 4, 20


def gkd(beta, temperature):
    def loss(student, teacher, labels):
        return GKDTrainer.generalized_jsd_loss(
            student, teacher, labels, beta, temperature, num_items_in_batch=(labels != -100).sum()
        )

    return loss


def symmetric(share, temperature):
    forward, reverse = gkd(0, temperature), gkd(1, temperature)
    return lambda *all: share * forward(*all) + (1 - share) * reverse(*all)


def likeliest(count, temperature):
    def coarse(log_p, ids):
        some = log_p.gather(-1, ids)
        return torch.cat([some, torch.log1p(-some.exp().sum(-1, keepdim=True))], -1)

    def loss(student, teacher, labels):
        student = F.log_softmax(student[labels != -100].double() / temperature, -1)
        teacher = F.log_softmax(teacher[labels != -100].double() / temperature, -1)
        ids = teacher.topk(count, -1).indices
        return F.kl_div(coarse(student, ids), coarse(teacher, ids), reduction="batchmean", log_target=True)

    return loss


def batch(step):
    members = [rows[(step * PER_STEP + i) % len(rows)] for i in range(PER_STEP)]
    longest = max(len(row["input_ids"]) for row in members)
    pad = lambda values, by: values + [by] * (longest - len(values))
    ids = torch.tensor([pad(row["input_ids"], 0) for row in members])
    labels = torch.tensor([pad(row["assistant_masks"], 0) for row in members])
    attention = torch.tensor([pad([1] * len(row["input_ids"]), 0) for row in members])
    return ids, attention, torch.where(labels == 1, ids, -100)[:, 1:]


def curve(divergence, kd_ratio, temperature):
    student = AutoModelForCausalLM.from_pretrained(f"{golden}/model-30", dtype=torch.float32)
    matrices = [p for p in student.parameters() if p.ndim > 1]
    others = [p for p in student.parameters() if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), eps=1e-8)
    schedule = get_cosine_schedule_with_warmup(optimizer, 3, STEPS)
    steps = []
    for step in range(STEPS):
        ids, attention, labels = batch(step)
        logits = student(input_ids=ids, attention_mask=attention).logits[:, :-1]
        with torch.no_grad():
            theirs = teacher(input_ids=ids, attention_mask=attention).logits[:, :-1]
        entropy = F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100)
        kd = divergence(logits, theirs, labels)
        loss = (1 - kd_ratio) * entropy + kd_ratio * temperature**2 * kd
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        steps.append({"loss": loss.item(), "grad_norm": norm.item(), "nll": entropy.item(), "kd": kd.item()})
    return steps


result = {
    "forward_kl": curve(gkd(0, 1.0), 1.0, 1.0),
    "reverse_kl": curve(gkd(1, 1.0), 1.0, 1.0),
    "js": curve(gkd(0.1, 2.0), 1.0, 2.0),
    "js_and_nll": curve(gkd(0.5, 1.0), 0.5, 1.0),
    "symmetric_kl": curve(symmetric(0.3, 1.5), 0.6, 1.5),
    "likeliest": curve(likeliest(8, 2.0), 0.5, 2.0),
}
with open(target, "w") as file:
    file.write("{\n")
    for i, (name, steps) in enumerate(result.items()):
        lines = ",\n".join("  " + json.dumps(step) for step in steps)
        file.write(f' "{name}": [\n{lines}\n ]' + (",\n" if i + 1 < len(result) else "\n"))
    file.write("}\n")
