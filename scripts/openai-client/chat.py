"""What OpenAI's client for Python makes of a server: chat.py URL KEY"""
import json
import sys

import openai

url, key = sys.argv[1:]
client = openai.OpenAI(base_url=url, api_key=key, max_retries=0)
messages = [{"role": "user", "content": "请背诵李白的《静夜思》。"}]

for model in client.models.list():
    asked = dict(model=model.id, messages=messages, max_tokens=48, temperature=0.7, seed=11)
    whole = client.chat.completions.create(**asked)
    text = "".join(
        part.choices[0].delta.content or ""
        for part in client.chat.completions.create(stream=True, **asked))
    assert text == whole.choices[0].message.content, text
    print(f"python {model.id}: {text!r}")

answer = client.chat.completions.create(
    model="base", messages=messages, max_tokens=80, response_format={"type": "json_object"})
assert isinstance(json.loads(answer.choices[0].message.content), dict)
try:
    client.chat.completions.create(model="base", messages=messages, temperature=-1)
    sys.exit("a temperature below 0 was taken")
except openai.BadRequestError as refused:
    assert "expected at least 0" in str(refused)
print("python: all as it should be")
