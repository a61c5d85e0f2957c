"""Losses and gradient norms of TRL's GRPO, as GoldenGroupTest compares them.

usage: python groups.py GOLDEN_FOLDER trainer/src/test/resources/dev/cria/trainer/golden/group-losses.json

Needs trl 1.13.0, transformers 5.18, torch 2.13. Three prompts of the folder's pairs have four answers each,
their own two and those of the next pair. Advantages, and how the log-probabilities of the draw and of the
reference differ from the model's, are made up by formula, so that ratios are cut on both sides. "iterations" are
four steps of AdamW over the same answers, drawn by the model as it is at the start.
"""

import json
import math
import sys
from collections import defaultdict
from types import MethodType, SimpleNamespace
from unittest.mock import MagicMock

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import GRPOTrainer

golden, target = sys.argv[1:3]
torch.set_num_threads(1)
pairs = [json.loads(line) for line in open(f"{golden}/preference.jsonl")]
tokenizer = AutoTokenizer.from_pretrained(f"{golden}/model-30")
model = AutoModelForCausalLM.from_pretrained(f"{golden}/model-30", dtype=torch.float32)


def ids(messages, **how):
    return tokenizer.apply_chat_template(messages, return_dict=False, **how)


prompts, answers = [], []
for i in range(3):
    prompt = ids(pairs[i]["prompt"], add_generation_prompt=True)
    for pair in (pairs[i], pairs[i + 1]):
        for kind in ("chosen", "rejected"):
            whole = ids(pairs[i]["prompt"] + pair[kind])
            assert whole[: len(prompt)] == prompt
            prompts.append(prompt)
            answers.append(whole[len(prompt) :])

longest_prompt = max(map(len, prompts))
longest = max(map(len, answers))
prompt_ids = torch.tensor([[0] * (longest_prompt - len(p)) + p for p in prompts])
prompt_mask = torch.tensor([[0] * (longest_prompt - len(p)) + [1] * len(p) for p in prompts])
completion_ids = torch.tensor([a + [0] * (longest - len(a)) for a in answers])
mask = torch.tensor([[1] * len(a) + [0] * (longest - len(a)) for a in answers])
advantages = torch.tensor([math.sin(1 + 2 * i) * 1.5 for i in range(len(answers))])
number = torch.cumsum(mask.flatten(), 0).reshape(mask.shape) - 1
position = number.double()


def log_probs(model, input_ids, attention_mask, logits_to_keep, **_):
    positions = (attention_mask.cumsum(1) - 1).clamp(min=0)
    logits = model(input_ids=input_ids, attention_mask=attention_mask, position_ids=positions).logits
    logits = logits[:, :-1][:, -logits_to_keep:]
    tokens = torch.log_softmax(logits, -1).gather(2, input_ids[:, -logits_to_keep:, None])[..., 0]
    return tokens, torch.zeros_like(tokens), None


def prepare(loss_type, beta, apart):
    """A trainer and its inputs; apart: how far from the model the draw is."""
    with torch.no_grad():
        attention = torch.cat([prompt_mask, mask], 1)
        own = log_probs(model, torch.cat([prompt_ids, completion_ids], 1), attention, longest)[0]
    trainer = MagicMock()
    trainer._get_per_token_logps_and_entropies = lambda model, a, b, keep, **kw: log_probs(model, a, b, keep)
    trainer.top_entropy_quantile = 1.0
    trainer.off_policy_mask_threshold = None
    trainer.importance_sampling_level = "token"
    trainer.beta = beta
    trainer.loss_type = loss_type
    trainer.epsilon_low, trainer.epsilon_high = 0.2, 0.28
    trainer.args = SimpleNamespace(use_bias_correction_kl=False, delta=None, steps_per_generation=1)
    trainer.use_vllm = trainer._entropy_bonus_enabled = trainer.use_adaptive_entropy = False
    trainer.aux_loss_enabled = False
    trainer.current_gradient_accumulation_steps = 1
    trainer.max_completion_length = 64
    trainer.accelerator.gather.side_effect = lambda x: x
    trainer.accelerator.num_processes = 1
    trainer._metrics = {"train": defaultdict(list), "eval": defaultdict(list)}
    inputs = {
        "prompt_ids": prompt_ids, "prompt_mask": prompt_mask,
        "completion_ids": completion_ids, "completion_mask": mask,
        "advantages": advantages.float(), "num_items_in_batch": mask.sum(),
        "old_per_token_logps": own + apart * torch.sin(position).float(),
        "ref_per_token_logps": own + 0.3 * torch.cos(position).float(),
    }
    return trainer, inputs


def backward(trainer, inputs):
    model.zero_grad()
    loss = GRPOTrainer._compute_loss(trainer, model, inputs)
    loss.backward()
    norm = math.sqrt(sum(p.grad.double().pow(2).sum().item() for p in model.parameters() if p.grad is not None))
    return {"loss": loss.item(), "grad_norm": norm}


def run(loss_type, beta):
    return {**backward(*prepare(loss_type, beta, 0.4)), "beta": beta}


def iterate(loss_type, beta):
    trainer, inputs = prepare(loss_type, beta, 0.0)
    norms = [p for n, p in model.named_parameters() if n.endswith("norm.weight")]
    others = [p for n, p in model.named_parameters() if not n.endswith("norm.weight")]
    groups = [{"params": others, "weight_decay": 0.01}, {"params": norms, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=3e-3)
    curve = []
    for _ in range(4):
        curve.append(backward(trainer, inputs))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return curve


result = {
    "answers": run("grpo", 0.04),
    "tokens": run("dapo", 0.1),
    "longest": run("dr_grpo", 0.0),
    "iterations": iterate("grpo", 0.04),
}
with open(target, "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
