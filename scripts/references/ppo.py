"""Advantages, losses and gradient norms of PPO as TRL computes them, as GoldenProximalTest compares them.

usage: python ppo.py GOLDEN_FOLDER trainer/src/test/resources/dev/cria/trainer/golden/proximal-curves.json

Needs transformers 5.18, torch 2.13. TRL 1.13 has no PPO any more: its trainer, which was last in
trl.experimental.ppo, is not driven here. Its formulas are written out below over padded tensors, with the
gradients left to autograd, and with two differences from the trainer: the model has one backbone with a value
head of one row over its last norm, and an answer ends with its last token, so that the mask of values is that of
tokens (TRL lets it reach one token of padding further, and puts the score there).

Three prompts of the folder's pairs have four answers each, their own two and those of the next pair. What was
said of them when they were drawn is made up by formula for one case, so that ratios and values are cut on both
sides. In the other one it is what the model says at the start, and four steps of AdamW follow over the same
answers.
"""

import json
import math
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

golden, target = sys.argv[1:3]
torch.set_num_threads(1)
pairs = [json.loads(line) for line in open(f"{golden}/preference.jsonl")]
tokenizer = AutoTokenizer.from_pretrained(f"{golden}/model-30")
CLIP, VALUE_CLIP, VALUE_COEF, KL_COEF, GAMMA, LAMBDA, PENALTY = 0.2, 0.2, 0.1, 0.05, 0.98, 0.95, 0.5


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

width_prompt, width = max(map(len, prompts)), max(map(len, answers))
input_ids = torch.tensor(
    [[0] * (width_prompt - len(p)) + p + a + [0] * (width - len(a)) for p, a in zip(prompts, answers)]
)
mask = torch.tensor([[True] * len(a) + [False] * (width - len(a)) for a in answers])
attention = torch.cat(
    [torch.tensor([[0] * (width_prompt - len(p)) + [1] * len(p) for p in prompts]), mask.long()], 1
)
number = (torch.cumsum(mask.flatten(), 0).reshape(mask.shape) - 1).double()
scores = torch.tensor([1.5 * math.sin(1 + 2 * i) for i in range(len(answers))])
finished = torch.tensor([i % 3 != 0 for i in range(len(answers))])


def said(model, head):
    """Log-probabilities and values of the tokens of answers, [answers, width]."""
    positions = (attention.cumsum(1) - 1).clamp(min=0)
    out = model(
        input_ids=input_ids, attention_mask=attention, position_ids=positions, output_hidden_states=True
    )
    logits = out.logits[:, width_prompt - 1 : -1]
    log_probs = torch.log_softmax(logits, -1).gather(2, input_ids[:, width_prompt:, None])[..., 0]
    values = (out.hidden_states[-1] @ head)[:, width_prompt - 1 : -1]
    return log_probs.masked_fill(~mask, 1.0), values.masked_fill(~mask, 0.0)


def mean(values):
    return (values * mask).sum() / mask.sum()


def whiten(values, shift_mean):
    middle = mean(values)
    variance = mean((values - middle) ** 2) * mask.sum() / (mask.sum() - 1)
    white = (values - middle) * torch.rsqrt(variance + 1e-8)
    return (white if shift_mean else white + middle).masked_fill(~mask, 0)


def lessons(drawn, reference, values, whiten_rewards):
    """Advantages and returns, [answers, width]."""
    rewards = -KL_COEF * (drawn - reference)
    ends = mask.sum(1) - 1
    rewards[torch.arange(len(rewards)), ends] += scores - PENALTY * (~finished).float()
    if whiten_rewards:
        rewards = whiten(rewards, False)
    last, backwards = 0, []
    for t in reversed(range(width)):
        following = values[:, t + 1] if t < width - 1 else 0.0
        delta = rewards[:, t] + GAMMA * following - values[:, t]
        last = delta + GAMMA * LAMBDA * last
        backwards.append(last)
    advantages = torch.stack(backwards[::-1], 1)
    returns = advantages + values
    return whiten(advantages, True), returns


def loss_of(model, head, drawn, values_then, advantages, returns):
    log_probs, values = said(model, head)
    near = torch.clamp(values, values_then - VALUE_CLIP, values_then + VALUE_CLIP)
    value_loss = 0.5 * mean(torch.max((values - returns) ** 2, (near - returns) ** 2))
    ratio = torch.exp(log_probs - drawn)
    policy_loss = mean(
        torch.max(-advantages * ratio, -advantages * torch.clamp(ratio, 1 - CLIP, 1 + CLIP))
    )
    return policy_loss + VALUE_COEF * value_loss, policy_loss, value_loss


def start():
    model = AutoModelForCausalLM.from_pretrained(f"{golden}/model-30", dtype=torch.float32)
    size = model.config.hidden_size
    head = torch.tensor([0.02 * math.sin(i + 1) for i in range(size)], dtype=torch.float32)
    return model, head.requires_grad_()


def backward(model, head, loss):
    for p in model.parameters():
        p.grad = None
    head.grad = None
    loss.backward()
    grads = [p.grad for p in (*model.parameters(), head) if p.grad is not None]
    return math.sqrt(sum(g.double().pow(2).sum().item() for g in grads))


def numbers(loss, policy_loss, value_loss, norm):
    return {"loss": loss.item(), "policy": policy_loss.item(), "value": value_loss.item(), "grad_norm": norm}


def made_up(whiten_rewards):
    model, head = start()
    with torch.no_grad():
        own, values = said(model, head)
        drawn = own + 0.4 * torch.sin(number).float()
        reference = own + 0.3 * torch.cos(number).float()
        values_then = (values + 0.4 * torch.cos(2 * number).float()).masked_fill(~mask, 0)
        drawn, reference = drawn.masked_fill(~mask, 1.0), reference.masked_fill(~mask, 1.0)
        advantages, returns = lessons(drawn, reference, values_then, whiten_rewards)
    losses = loss_of(model, head, drawn, values_then, advantages, returns)
    result = numbers(*losses, backward(model, head, losses[0]))
    result["advantages"] = [round(x, 6) for x in advantages[mask].tolist()]
    result["returns"] = [round(x, 6) for x in returns[mask].tolist()]
    return result


def trained():
    model, head = start()
    with torch.no_grad():
        drawn, values_then = said(model, head)
        reference = drawn + 0.3 * torch.cos(number).float().masked_fill(~mask, 0)
        advantages, returns = lessons(drawn, reference, values_then, False)
    norms = [p for n, p in model.named_parameters() if n.endswith("norm.weight")]
    others = [p for n, p in model.named_parameters() if not n.endswith("norm.weight")]
    optimizer = torch.optim.AdamW(
        [{"params": [*others, head], "weight_decay": 0.01}, {"params": norms, "weight_decay": 0.0}], lr=3e-3
    )
    curve = []
    for _ in range(4):
        losses = loss_of(model, head, drawn, values_then, advantages, returns)
        norm = backward(model, head, losses[0])
        torch.nn.utils.clip_grad_norm_([*model.parameters(), head], 1.0)
        optimizer.step()
        curve.append(numbers(*losses, norm))
    return curve


result = {"plain": made_up(False), "whitened": made_up(True), "steps": trained()}
with open(target, "w") as file:
    json.dump(result, file)
    file.write("\n")
