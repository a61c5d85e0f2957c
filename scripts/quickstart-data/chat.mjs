// Conversations about poems: each answer can be checked against the collection.
import { pick, random } from './util.mjs';

const full = { 唐: '唐代诗人', 宋: '宋代词人' };
const kind = { 唐: '诗', 宋: '词' };

/** Verses: a line `a，b。` gives the pair [a, b]. Lines of another shape give none. */
const pairs = (poem) =>
    poem.lines
            .map((line) => line.match(/^([^，。？！；、]{4,9})[，？！；]([^，。？！；、]{4,9})[。？！；]$/))
            .filter(Boolean)
            .map((match) => [match[1], match[2]]);

const bare = (poem) => poem.title.split(/[・·]/)[0];

export const usable = (poem) =>
    poem.title.length <= 9 && !/[□\s{}（(]/.test(poem.title + poem.lines.join(''))
    && !/^句/.test(poem.title) && /^\p{Script=Han}{2,4}$/u.test(poem.author) && !/无名|不详|佚名/.test(poem.author)
    && pairs(poem).length > 0;

// The last wording of each list is kept for the held-out file.
const skills = {
    next(poem, next) {
        const [first, second] = pick(next, pairs(poem));
        return {
            ask: [`“${first}”的下一句是什么？`, `请接下一句：${first}`, `“${first}”，下一句呢？`,
                `${first}，接下来是哪一句？`, `诗句“${first}”之后是什么？`],
            answer: `下一句是“${second}”。`,
            wrong: (other) => `下一句是“${pick(next, pairs(other))[1]}”。`,
        };
    },
    previous(poem, next) {
        const [first, second] = pick(next, pairs(poem));
        return {
            ask: [`“${second}”的上一句是什么？`, `请说出“${second}”的上句。`,
                `“${second}”前面一句是什么？`, `诗句“${second}”之前是哪一句？`],
            answer: `上一句是“${first}”。`,
            wrong: (other) => `上一句是“${pick(next, pairs(other))[0]}”。`,
        };
    },
    author(poem, next) {
        const [first, second] = pick(next, pairs(poem));
        return {
            ask: [`“${first}，${second}”是谁写的？`, `谁写了“${first}，${second}”？`,
                `“${first}，${second}”的作者是谁？`, `“${first}，${second}”出自哪位作者之手？`],
            answer: `这是${full[poem.dynasty]}${poem.author}写的。`,
            wrong: (other) => `这是${full[other.dynasty]}${other.author}写的。`,
            differs: (other) => other.author !== poem.author,
        };
    },
    title(poem, next) {
        const [first, second] = pick(next, pairs(poem));
        return {
            ask: [`“${first}，${second}”出自哪首${kind[poem.dynasty]}？`,
                `“${first}，${second}”是哪一篇里的句子？`, `哪篇作品里有“${first}，${second}”？`,
                `请问“${first}，${second}”的出处是什么？`],
            answer: `出自${poem.author}的《${poem.title}》。`,
            wrong: (other) => `出自${other.author}的《${other.title}》。`,
            differs: (other) => other.title !== poem.title,
        };
    },
    dynasty(poem) {
        return {
            ask: [`${poem.author}是哪个朝代的人？`, `${poem.author}生活在哪个朝代？`,
                `写《${poem.title}》的${poem.author}是什么朝代的？`,
                `请问${poem.author}属于哪个时代？`],
            answer: `${poem.author}是${full[poem.dynasty]}，写过《${poem.title}》。`,
            wrong: (other) => `${poem.author}是${full[other.dynasty]}，写过《${other.title}》。`,
            differs: (other) => other.dynasty !== poem.dynasty,
        };
    },
    recite(poem, next, unique) {
        const text = poem.lines.join('');
        return {
            fits: text.length <= 64 && unique(poem),
            ask: [`请背诵${poem.author}的《${poem.title}》。`, `《${poem.title}》全文是什么？（${poem.author}）`,
                `背一下${poem.author}的《${poem.title}》吧。`,
                `能把${poem.author}的《${poem.title}》念给我听吗？`],
            answer: text,
            wrong: (other) => other.lines.join(''),
        };
    },
    quote(poem, next) {
        const [first, second] = pick(next, pairs(poem));
        return {
            ask: [`请背一句${poem.author}的${kind[poem.dynasty]}。`, `说一句${poem.author}写的句子。`,
                `我想听一句${poem.author}的名句。`, `${poem.author}有什么好句子？`],
            answer: `“${first}，${second}。”这是《${bare(poem)}》里的句子。`,
            wrong: (other) => {
                const [a, b] = pick(next, pairs(other));
                return `“${a}，${b}。”这是《${bare(poem)}》里的句子。`;
            },
        };
    },
};

const system = { role: 'system', content: '你是一位熟悉古典诗词的助手，回答简短准确。' };
const say = (role, content) => ({ role, content });

function question(skill, heldOut, next) {
    const wordings = heldOut ? skill.ask.slice(-1) : skill.ask.slice(0, -1);
    return pick(next, wordings);
}

/** Says whether author and title name one poem only: many lyrics share the name of a tune. */
function uniqueness(poems) {
    const name = (poem) => `${poem.author}/${bare(poem)}`;
    const counts = new Map();
    for (const poem of poems) counts.set(name(poem), (counts.get(name(poem)) ?? 0) + 1);
    return (poem) => counts.get(name(poem)) === 1;
}

function draw(poems, next, unique) {
    for (;;) {
        const poem = pick(next, poems);
        const skill = pick(next, Object.values(skills))(poem, next, unique);
        if (skill.fits !== false) return { poem, skill };
    }
}

export function conversations(poems, count, heldOut, seed) {
    const next = random(seed);
    const good = poems.filter(usable);
    const unique = uniqueness(poems);
    const seen = new Set();
    const rows = [];
    while (rows.length < count) {
        const { poem, skill } = draw(good, next, unique);
        const messages = next() < 0.3 ? [system] : [];
        messages.push(say('user', question(skill, heldOut, next)), say('assistant', skill.answer));
        if (next() < 0.15) {
            const more = skills[pick(next, ['author', 'next', 'title'])](poem, next);
            messages.push(say('user', question(more, heldOut, next)),
                say('assistant', more.answer));
        }
        const key = messages.find((message) => message.role === 'user').content;
        if (!seen.has(key)) {
            seen.add(key);
            rows.push({ messages });
        }
    }
    return rows;
}

export function preferences(poems, count, heldOut, seed) {
    const next = random(seed);
    const good = poems.filter(usable);
    const unique = uniqueness(poems);
    const seen = new Set();
    const rows = [];
    while (rows.length < count) {
        const { poem, skill } = draw(good, next, unique);
        const other = pick(next, good);
        const ask = question(skill, heldOut, next);
        if (other === poem || skill.differs?.(other) === false || seen.has(ask)) continue;
        const wrong = skill.wrong(other);
        if (wrong === skill.answer || wrong.length > 70) continue;
        seen.add(ask);
        rows.push({
            prompt: [say('user', ask)],
            chosen: [say('assistant', skill.answer)],
            rejected: [say('assistant', wrong)],
        });
    }
    return rows;
}
