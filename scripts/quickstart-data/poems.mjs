// Chinese poems and classics of chinese-poetry, in simplified characters.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readJson } from './util.mjs';

export async function simplifier(packages) {
    const file = path.join(packages, 'opencc-js/dist/esm/full.js');
    const opencc = await import(pathToFileURL(file));
    return opencc.Converter({ from: 't', to: 'cn' });
}

/** The share of search hits, by which the collection ranks a poem; only its order matters. */
const popularity = (rank) => Math.log1p(rank.baidu ?? 0) + Math.log1p(rank.so360 ?? 0);

function ranked(root, prefix, folder, starts, title) {
    const poems = [];
    for (const start of starts) {
        const texts = readJson(root, folder, `${prefix}.${start}.json`);
        const kind = prefix.startsWith('ci') ? 'ci' : 'poet';
        const ranks = readJson(root, 'rank', kind, `${prefix}.rank.${start}.json`);
        texts.forEach((poem, i) => {
            if (poem.paragraphs.length && ranks[i]?.author === poem.author) {
                poems.push({
                    title: poem[title],
                    author: poem.author,
                    lines: poem.paragraphs,
                    rank: popularity(ranks[i]),
                });
            }
        });
    }
    return poems.sort((a, b) => b.rank - a.rank);
}

const simplifiedPoem = (simplify) => (poem) => ({
    ...poem,
    title: simplify(poem.title).replace(/\s+/g, ' ').trim(),
    author: simplify(poem.author),
    lines: poem.lines.map((line) => simplify(line)),
});

const starts = (end) => Array.from({ length: end / 1000 }, (_, i) => i * 1000);

/** Tang poems, the most sought first. */
export function tang(root, simplify) {
    return ranked(root, 'poet.tang', 'quantangshi', starts(58000), 'title')
            .map(simplifiedPoem(simplify))
            .map((poem) => ({ ...poem, dynasty: '唐' }));
}

/** Song lyrics, the most sought first. */
export function song(root, simplify) {
    return ranked(root, 'ci.song', 'songci', starts(22000), 'rhythmic')
            .map(simplifiedPoem(simplify))
            .map((poem) => ({ ...poem, dynasty: '宋' }));
}

export function threeHundred(root, simplify) {
    const tangPoems = readJson(root, 'mengxue/tangshisanbaishou.json').content.flatMap((part) =>
        part.content.map((poem) => ({
            title: poem.chapter,
            author: poem.author,
            lines: poem.paragraphs,
            dynasty: '唐',
        })));
    const songLyrics = readJson(root, 'songci/宋词三百首.json').map((poem) => ({
        title: poem.rhythmic,
        author: poem.author,
        lines: poem.paragraphs,
        dynasty: '宋',
    }));
    return [...tangPoems, ...songLyrics]
            .filter((poem) => poem.author && poem.title)
            .map(simplifiedPoem(simplify));
}

/** Prose and older verse: one text per chapter or poem. */
export function classics(root, simplify) {
    const texts = [];
    const add = (source, title, lines, separator = '\n') =>
        texts.push({ source, text: simplify([title, ...lines].join(separator)) });
    for (const poem of readJson(root, 'shijing/shijing.json')) {
        add('shijing', `${poem.title}（诗经·${poem.chapter}·${poem.section}）`, poem.content);
    }
    for (const poem of readJson(root, 'chuci/chuci.json')) {
        add('chuci', `${poem.title}　${poem.author}`, poem.content);
    }
    for (const poem of readJson(root, 'caocaoshiji/caocao.json')) {
        add('caocao', `${poem.title}　曹操`, poem.paragraphs);
    }
    for (const poem of readJson(root, 'nalanxingde/纳兰性德诗集.json')) {
        add('nalan', `${poem.title}　${poem.author}`, poem.para);
    }
    for (const chapter of readJson(root, 'lunyu/lunyu.json')) {
        for (let i = 0; i < chapter.paragraphs.length; i += 4) {
            add('lunyu', `论语·${chapter.chapter}`, chapter.paragraphs.slice(i, i + 4));
        }
    }
    for (const book of ['mengzi', 'daxue', 'zhongyong']) {
        for (const chapter of [readJson(root, `sishuwujing/${book}.json`)].flat()) {
            for (let i = 0; i < chapter.paragraphs.length; i += 3) {
                add(book, chapter.chapter, chapter.paragraphs.slice(i, i + 3));
            }
        }
    }
    for (const part of readJson(root, 'mengxue/guwenguanzhi.json').content) {
        for (const essay of part.content) {
            add('guwenguanzhi', `${essay.chapter}　${essay.author ?? ''}`, essay.paragraphs);
        }
    }
    for (const part of readJson(root, 'mengxue/youxueqionglin.json').content) {
        for (const chapter of part.content) {
            add('youxueqionglin', chapter.chapter, chapter.paragraphs);
        }
    }
    for (const entry of readJson(root, 'youmengying/youmengying.json')) {
        texts.push({ source: 'youmengying', text: entry.content });
    }
    for (const name of ['baijiaxing', 'sanzijing-traditional', 'qianziwen', 'zhuzijiaxun']) {
        const book = readJson(root, `mengxue/${name}.json`);
        add(name, book.title, book.paragraphs);
    }
    return texts.filter((entry) => entry.text.trim());
}

export const poemText = (poem) => [`${poem.title}　${poem.author}`, ...poem.lines].join('\n');
