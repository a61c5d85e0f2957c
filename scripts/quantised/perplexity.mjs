// llama.cpp's perplexity of a list of token ids, in pieces of 256: perplexity.mjs MODEL.gguf IDS.json
import {readFileSync} from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const PIECE = 256;
const [file, idsFile] = process.argv.slice(2);
const ids = JSON.parse(readFileSync(idsFile, "utf8"));
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: file});
const context = await model.createContext({contextSize: PIECE, threads: 1, flashAttention: false});
const sequence = context.getSequence();
let sum = 0;
let targets = 0;
for (let from = 0; from < ids.length - 1; from += PIECE) {
  const piece = ids.slice(from, from + PIECE);
  await sequence.clearHistory();
  const asked = piece.map((id) => [id, {generateNext: {probabilities: true}}]);
  const answers = await sequence.controlledEvaluate(asked);
  for (let i = 0; i + 1 < piece.length; i++) {
    sum -= Math.log(answers[i].next.probabilities.get(piece[i + 1]));
    targets++;
  }
}
console.log(`perplexity ${Math.exp(sum / targets).toFixed(5)} of ${targets} tokens`);
process.exit(0);
