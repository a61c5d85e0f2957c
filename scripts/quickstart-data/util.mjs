// Small helpers: a seeded generator, so that every build gives the same bytes, and JSONL output.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

export function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

export const pick = (next, items) => items[Math.floor(next() * items.length)];

export function shuffled(items, seed) {
    const next = random(seed);
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
}

export function readText(...parts) {
    return fs.readFileSync(path.join(...parts), 'utf8').replace(/\r\n/g, '\n');
}

export const readJson = (...parts) => JSON.parse(readText(...parts));

export function writeJsonl(file, rows) {
    const text = rows.map((row) => JSON.stringify(row)).join('\n') + '\n';
    const bytes = Buffer.from(text, 'utf8');
    fs.writeFileSync(file, file.endsWith('.gz') ? zlib.gzipSync(bytes, { level: 9 }) : bytes);
    console.log(`${path.basename(file)}: ${rows.length} rows, ${bytes.length} bytes of JSON`);
}

/** Joins pieces until a document has at least `size` characters; the rest stays a short one. */
export function joined(pieces, size, separator) {
    const documents = [];
    let current = '';
    for (const piece of pieces) {
        current = current ? current + separator + piece : piece;
        if (current.length >= size) {
            documents.push(current);
            current = '';
        }
    }
    if (current) documents.push(current);
    return documents;
}

/** Numbers the documents of one source: `source-000000`, `source-000001`, ... */
export const numbered = (source, texts) =>
    texts.map((text, i) => ({ id: `${source}-${String(i).padStart(5, '0')}`, text, source }));
