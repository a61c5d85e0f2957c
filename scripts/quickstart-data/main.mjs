// usage: main.mjs NODE_MODULES OUTPUT
import path from 'node:path';
import { conversations, preferences } from './chat.mjs';
import { addresses, mobyDick, splitAddresses } from './english.mjs';
import { chineseJunk, englishJunk } from './junk.mjs';
import { classics, poemText, simplifier, song, tang, threeHundred } from './poems.mjs';
import { numbered, shuffled, writeJsonl } from './util.mjs';

const [packages, output] = process.argv.slice(2);
const root = path.join(packages, 'chinese-poetry/dist');
const to = (name) => path.join(output, name);
const simplify = await simplifier(packages);

const english = splitAddresses(addresses(packages), 1000, 300);
// Every second junk document is in the corpus, the others teach the classifier.
const junkEn = englishJunk(packages);
const junkZh = chineseJunk(packages, root, simplify);
const even = (documents) => documents.filter((_, i) => i % 2 === 0);
const odd = (documents) => documents.filter((_, i) => i % 2 === 1);

writeJsonl(to('english.jsonl.gz'),
    shuffled([...mobyDick(packages), ...english.corpus, ...even(junkEn)], 1));

const tangPoems = tang(root, simplify);
const songLyrics = song(root, simplify);
const famous = threeHundred(root, simplify);
const han = (text) => text.replace(/[^\p{Script=Han}]/gu, '');
const key = (poem) => han(poem.lines.join('')).slice(0, 10);
const isWhole = (poem) =>
    poem.title && han(poem.lines.join('')).length >= 20 && !/[□{}]/.test(poem.lines.join(''));

// A fixed number of poems is held out of everything that is trained on. A poem that shares a line
// with one of them, a variant for example, is left out altogether.
const known = new Map();
for (const poem of [...famous, ...tangPoems.slice(0, 1500), ...songLyrics.slice(0, 1500)]) {
    if (isWhole(poem) && !known.has(key(poem))) known.set(key(poem), poem);
}
const pool = shuffled([...known.values()], 2);
const heldOut = pool.slice(0, 200);
const heldOutLines = new Set(
    heldOut.flatMap((poem) => poem.lines.map(han)).filter((line) => line.length >= 7));
const isKept = (lines) => !lines.some((line) => heldOutLines.has(han(line)));
const kept = (poems) => poems.filter((poem) => isKept(poem.lines));
const trained = kept(pool.slice(200));

const chinese = [
    ...numbered('tang-300-song-300', kept(famous).map(poemText)),
    ...numbered('quantangshi', kept(tangPoems.slice(0, 3500)).map(poemText)),
    ...numbered('songci', kept(songLyrics.slice(0, 3000)).map(poemText)),
    ...classics(root, simplify).filter((c) => isKept(c.text.split('\n'))).map((entry, i) => ({
        id: `${entry.source}-${String(i).padStart(5, '0')}`,
        text: entry.text,
        source: entry.source,
    })),
];
writeJsonl(to('chinese.jsonl.gz'), shuffled([...chinese, ...even(junkZh)], 3));

const goodZh = kept([...tangPoems.slice(6000, 6600), ...songLyrics.slice(5000, 5600)]);
const positiveZh = shuffled(goodZh, 4).slice(0, 300).map(poemText);
writeJsonl(to('quality-positive.jsonl.gz'),
    shuffled([...english.positive, ...numbered('poem', positiveZh)], 5));
writeJsonl(to('quality-negative.jsonl.gz'),
    shuffled([...shuffled(odd(junkEn), 6).slice(0, 250), ...shuffled(odd(junkZh), 7).slice(0, 250)],
        8));

// Only the classifier of quality learns from these, never a model.
writeJsonl(to('heldout-en.jsonl'), english.positive.slice(0, 100));
writeJsonl(to('heldout-zh.jsonl'), numbered('heldout', heldOut.slice(100).map(poemText)));
writeJsonl(to('chat-zh.jsonl'), conversations(trained, 2400, false, 9));
writeJsonl(to('chat-zh-heldout.jsonl'), conversations(heldOut.slice(0, 100), 100, true, 10));
writeJsonl(to('preference-zh.jsonl'), preferences(trained, 400, false, 11));
writeJsonl(to('preference-zh-heldout.jsonl'), preferences(heldOut, 80, true, 12));
