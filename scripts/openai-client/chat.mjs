// What OpenAI's client for Node.js makes of a server: node chat.mjs URL KEY
import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const messages = [{ role: "user", content: "请背诵李白的《静夜思》。" }];

const names = [];
for await (const model of client.models.list()) names.push(model.id);
assert.equal(names[0], "base");

for (const model of names) {
  const asked = { model, messages, max_tokens: 48, temperature: 0.7, seed: 11 };
  const whole = await client.chat.completions.create(asked);
  const stream = await client.chat.completions.create({
    ...asked,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let pieces = 0;
  let usage;
  for await (const part of stream) {
    text += part.choices[0]?.delta?.content ?? "";
    pieces += part.choices.length;
    usage = part.usage ?? usage;
  }
  assert.equal(text, whole.choices[0].message.content);
  assert.equal(usage.total_tokens, whole.usage.total_tokens);
  assert.ok(pieces > 3);
  console.log(`node ${model}: ${pieces} pieces, ${JSON.stringify(text)}`);
}

const assembled = await client.chat.completions
  .stream({ model: "base", messages, max_tokens: 8, seed: 1 })
  .finalChatCompletion();
assert.equal(assembled.choices[0].finish_reason, "length");

const schema = {
  type: "object",
  properties: { title: { type: "string", maxLength: 8 }, lines: { type: "integer" } },
  required: ["title", "lines"],
  additionalProperties: false,
};
const json = await client.chat.completions.create({
  model: "base",
  messages,
  max_tokens: 120,
  seed: 2,
  response_format: { type: "json_schema", json_schema: { name: "poem", schema, strict: true } },
});
assert.deepEqual(Object.keys(JSON.parse(json.choices[0].message.content)), ["title", "lines"]);

const completion = await client.completions.create({
  model: "base",
  prompt: ["床前明月光", "Call me"],
  max_tokens: 8,
  logprobs: 2,
});
assert.equal(completion.choices.length, 2);
assert.equal(completion.choices[0].logprobs.tokens.length, 8);

await assert.rejects(client.chat.completions.create({ model: "none", messages }), OpenAI.NotFoundError);
await assert.rejects(
  client.chat.completions.create({ model: "base", messages, temperature: -1 }),
  OpenAI.BadRequestError,
);
const stranger = new OpenAI({ baseURL, apiKey: "another", maxRetries: 0 });
await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
console.log("node: all as it should be");
