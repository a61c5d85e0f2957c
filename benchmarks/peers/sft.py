"""Runs the peer trl_train.py unchanged, but from a given adapter, and says when its first step ended.

usage: sft.py TRL_TRAIN_PY START_ADAPTER [--only-start] arguments of trl_train.py...

PEFT draws a new adapter at random. So that both sides of a comparison start from the same one, it is written to
START_ADAPTER where that folder does not exist yet (with --only-start nothing else is done), and read from there
otherwise. Prints {"first_step_at": seconds since 1970} on a line before the peer's own.
"""
import json
import pathlib
import sys
import time

script, start = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
only_start = "--only-start" in sys.argv
sys.argv = [str(script)] + [word for word in sys.argv[3:] if word != "--only-start"]


def before_training(trainer):
    from transformers import TrainerCallback

    class FirstStep(TrainerCallback):
        def on_step_end(self, args, state, control, **kwargs):
            if state.global_step == 1:
                print(json.dumps({"first_step_at": time.time()}), flush=True)

    trainer.add_callback(FirstStep())
    if hasattr(trainer.model, "peft_config"):
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        if not start.exists():
            trainer.model.save_pretrained(start)
        else:
            set_peft_model_state_dict(trainer.model, load_file(start / "adapter_model.safetensors"))
        if only_start:
            raise SystemExit(0)


source = script.read_text(encoding="utf-8")
if source.count("\nt.train()\n") != 1:
    raise SystemExit(f"{script}: expected one line 't.train()'")
code = source.replace("\nt.train()\n", "\n__before_training(t); t.train()\n")
exec(compile(code, str(script), "exec"), {"__name__": "__main__", "__before_training": before_training})
