// All about one run: what its stages came to, samples, the recipe and how it differs, what happened.

import {$, h, number, get} from './dom.js';
import {state, on, open} from './store.js';

const TABS = ['Stages', 'Samples', 'Recipe', 'Differences', 'Events'];
let tab = TABS[0];
let shown = null; // the details that were fetched last
let stamp = '';
let other = '';

function runPath(id) {
  return `/runs/${id.split('/').map(encodeURIComponent).join('/')}`;
}

function table(rows, head) {
  return h('div', {class: 'scroll'}, h('table', {},
    head ? h('thead', {}, h('tr', {}, head.map((name) => h('th', {scope: 'col'}, name)))) : '',
    h('tbody', {}, rows.map(([first, ...rest]) =>
      h('tr', {}, h('th', {scope: 'row'}, first), rest.map((cell) => h('td', {}, cell)))))));
}

const PANELS = {
  Stages(run) {
    const report = run.report ? h('p', {}, h('a', {href: `${runPath(run.id)}/report.html`, target: '_blank', rel: 'noopener'}, 'report'), ' of the whole run') : '';
    const stages = run.stages.map((stage) => {
      const facts = Object.entries(stage.facts);
      return h('section', {},
        h('h3', {}, stage.name, stage.type === stage.name ? '' : h('small', {}, ` ${stage.type}`)),
        stage.card ? h('p', {}, h('a', {href: `${runPath(run.id)}/${encodeURIComponent(stage.name)}/card.html`, target: '_blank', rel: 'noopener'}, 'data card'), ': what was kept, dropped and why') : '',
        facts.length ? table(facts) : h('p', {class: 'soft'}, 'has not ended'));
    });
    return [h('p', {class: 'soft'}, run.path), report, ...stages];
  },

  Samples(run) {
    if (run.samples.length === 0) return [h('p', {class: 'soft'}, 'This run continues no texts; sample_prompts and eval_steps have it do so.')];
    const groups = Map.groupBy ? Map.groupBy(run.samples, (sample) => `${sample.stage}\n${sample.prompt}`) : group(run.samples);
    return [...groups].map(([key, samples]) => {
      const [stage, ...prompt] = key.split('\n');
      return h('section', {},
        h('h3', {}, prompt.join('\n'), h('small', {}, ` ${stage}`)),
        table(samples.slice(-20).reverse().map((sample) => [`step ${sample.step}`, sample.text])));
    });
  },

  Recipe(run) {
    return [h('pre', {class: 'recipe', tabindex: 0, 'aria-label': 'The recipe with all defaults'}, run.recipe)];
  },

  Differences(run) {
    const others = state.runs.filter((one) => one.id !== run.id).map((one) => one.id);
    if (others.length === 0) return [h('p', {class: 'soft'}, 'There is no other run in this folder.')];
    if (!others.includes(other)) other = [...state.chosen.keys()].find((id) => others.includes(id)) ?? others[0];
    const rows = h('div', {}, '…');
    const select = h('select', {onchange: (event) => {
      other = event.target.value;
      differences(run.id, rows);
    }}, others.map((id) => h('option', {value: id, selected: id === other}, id)));
    differences(run.id, rows);
    return [h('p', {}, h('label', {}, 'Compared with ', select)), rows];
  },

  Events(run) {
    const rows = run.events.map(({event, time, ...rest}) => [
      new Date(1000 * time).toLocaleString(),
      `${event.replaceAll('_', ' ')}${rest.stage ? ` ${rest.stage}` : ''}`,
      Object.entries(rest).filter(([key]) => !['stage', 'session', 'since'].includes(key))
        .map(([key, value]) => `${key.replaceAll('_', ' ')} ${typeof value === 'number' ? number(value) : value}`).join(', '),
    ]);
    return [table(rows), run.console ? h('h3', {}, 'What it printed') : '', run.console ? h('pre', {tabindex: 0}, run.console) : ''];
  },
};

function group(samples) {
  const groups = new Map();
  for (const sample of samples) {
    const key = `${sample.stage}\n${sample.prompt}`;
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return groups;
}

async function differences(a, box) {
  try {
    const rows = await get('/api/diff', {a, b: other});
    box.replaceChildren(rows.length === 0 ? h('p', {}, 'No key differs.')
      : table(rows.map((row) => [row.key, row.a || '–', row.b || '–']), ['key', a, other]));
  } catch (failure) {
    box.replaceChildren(h('p', {class: 'problem'}, failure.message));
  }
}

/** The buttons are made once: what has the focus keeps it. */
const buttons = new Map(TABS.map((name) => [name, h('button', {
  type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel', onclick: () => select(name),
}, name)]));

function tabs() {
  for (const [name, button] of buttons) {
    button.setAttribute('aria-selected', String(name === tab));
    button.tabIndex = name === tab ? 0 : -1;
  }
}

function select(name) {
  tab = name;
  tabs();
  render();
}

function render() {
  $('#panel').setAttribute('aria-labelledby', `tab-${tab}`);
  $('#panel').replaceChildren(...(shown ? PANELS[tab](shown) : [h('p', {}, '…')]));
}

/** Fetched again when a stage ends, and while it runs every few seconds. */
function stampOf(run) {
  return JSON.stringify([run.state, run.ended, Math.floor((run.last.time ?? 0) / 5)]);
}

async function refresh() {
  const run = state.runs.find((one) => one.id === state.open);
  $('#detail').hidden = !run;
  if (!run) {
    shown = null;
    stamp = '';
    return;
  }
  const now = run.id + stampOf(run);
  if (now === stamp) return;
  stamp = now;
  if (shown?.id !== run.id) {
    shown = null;
    $('#detail-title').textContent = run.id;
    tabs();
    render();
  }
  try {
    const found = await get('/api/run', {run: run.id});
    if (state.open !== found.id) return;
    const same = shown && JSON.stringify(shown) === JSON.stringify(found);
    const first = !shown;
    shown = found;
    if (first || (!same && !['Recipe', 'Differences'].includes(tab))) render();
  } catch (failure) {
    $('#panel').replaceChildren(h('p', {class: 'problem'}, failure.message));
  }
}

export function begin() {
  $('#tabs').append(...buttons.values());
  $('#tabs').addEventListener('keydown', (event) => {
    const hop = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (event.key === 'Escape') open(null);
    if (!hop) return;
    event.preventDefault();
    select(TABS[(TABS.indexOf(tab) + hop + TABS.length) % TABS.length]);
    buttons.get(tab).focus();
  });
  on('open', () => {
    refresh();
    if (state.open) requestAnimationFrame(() => $('#detail').scrollIntoView({block: 'nearest'}));
  });
  on('runs', refresh);
}
