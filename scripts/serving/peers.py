"""transformers and PEFT: what they answer for folders, and the models that are asked about."""

import json
import pathlib
import shutil

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM


def load(folder, adapter=None):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    return PeftModel.from_pretrained(model, adapter).eval() if adapter else model


@torch.no_grad()
def score(model, rows):
    for ids in rows:
        logits = model(torch.tensor([ids])).logits[0].float()
        yield torch.log_softmax(logits[:-1], -1)[range(len(ids) - 1), ids[1:]].tolist()


@torch.no_grad()
def greedy(model, ids, count):
    """Tokens, and how many of them precede the first choice between two that are within 1e-4."""
    tokens, clear = list(ids), count
    for step in range(count):
        best = model(torch.tensor([tokens])).logits[0, -1].float().topk(2)
        if clear == count and best.values[0] - best.values[1] < 1e-4:
            clear = step
        tokens.append(int(best.indices[0]))
    return tokens[len(ids):], clear


def make_adapter(folder, target):
    """An adapter with random factors on every linear map."""
    torch.manual_seed(3)
    config = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", init_lora_weights=False)
    get_peft_model(load(folder), config).save_pretrained(target)


def make_llama3(tokenizer, target):
    """A small random model, tied and of scaled rope, of Llama 3's vocabulary; its rows fit blocks of 256."""
    torch.manual_seed(2)
    config = LlamaConfig(
        vocab_size=128256, hidden_size=256, intermediate_size=768, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=64, max_position_embeddings=512,
        rms_norm_eps=1e-5, tie_word_embeddings=True, initializer_range=0.05,
        bos_token_id=128000, eos_token_id=[128001, 128008, 128009],
        rope_parameters={
            "rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 64})
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(target, max_shard_size="50MB")
    shutil.copy(tokenizer, target)
    pathlib.Path(target, "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}))
