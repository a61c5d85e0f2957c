// What llama.cpp answers: answers.mjs MODEL.gguf ASKED.json [ADAPTER.gguf]
// ASKED has "rows", lists of ids to be scored, and "prompt", ids to be continued by "count" tokens.
import {readFileSync} from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [file, askedFile, adapter] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(askedFile, "utf8"));
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: file});
const context = await model.createContext({
  contextSize: 256,
  threads: 1,
  flashAttention: false,
  // Rounding of keys and values is not what is compared.
  experimentalKvCacheKeyType: "F32",
  experimentalKvCacheValueType: "F32",
  ...(adapter ? {lora: {adapters: [{filePath: adapter}]}} : {}),
});
const sequence = context.getSequence();

const scores = [];
for (const ids of asked.rows) {
  await sequence.clearHistory();
  const questions = ids.map((id) => [id, {generateNext: {probabilities: true}}]);
  const answers = await sequence.controlledEvaluate(questions);
  scores.push(ids.slice(1).map((id, i) => Math.log(answers[i].next.probabilities.get(id))));
}

await sequence.clearHistory();
const tokens = [];
for await (const token of sequence.evaluate(asked.prompt, {temperature: 0, yieldEogToken: true})) {
  tokens.push(token);
  if (tokens.length === asked.count) break;
}
console.log(JSON.stringify({scores, tokens}));
process.exit(0);
