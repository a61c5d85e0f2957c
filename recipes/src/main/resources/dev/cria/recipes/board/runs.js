// The list of runs: how each is doing, and what can be done with it.

import {$, h, number, duration, post} from './dom.js';
import {state, on, choose, open} from './store.js';

const WORDS = {running: 'running', done: 'done', stopped: 'stopped', failed: 'failed', killed: 'ended abruptly'};
const cards = new Map();
const said = new Map();
let readOnly = true;

function remaining(run) {
  const {step, total_steps: total, seconds, goodput} = run.last;
  return total > step && seconds > 0 ? ((total - step) * seconds) / Math.max(goodput ?? 1, 0.05) : NaN;
}

function progress(run) {
  const {stage, step, total_steps: total} = run.last;
  const part = run.state === 'done' ? run.stages.length
    : run.ended + (run.stages[run.ended] === stage && total > 0 ? step / total : 0);
  return run.stages.length ? part / run.stages.length : 0;
}

async function act(run, path, done) {
  said.set(run, '…');
  render();
  try {
    await post(path, {run});
    said.set(run, done);
  } catch (failure) {
    said.set(run, failure.message);
  }
  render();
  setTimeout(() => {
    said.delete(run);
    render();
  }, 8000);
}

/** The parts of a run's card are made once: what has the focus keeps it. */
function card(id) {
  const tick = h('input', {type: 'checkbox', onchange: (event) => choose(id, event.target.checked)});
  const parts = {
    tick,
    swatch: h('i', {class: 'swatch', 'aria-hidden': 'true'}),
    name: h('button', {type: 'button', class: 'name', onclick: () => open(state.open === id ? null : id)}, id),
    badge: h('span', {class: 'badge'}),
    bar: h('progress', {max: 1, value: 0}),
    facts: h('span', {class: 'facts'}),
    stop: h('button', {type: 'button', hidden: true, onclick: () => act(id, '/api/stop', 'it saves and stops')}, 'Stop'),
    resume: h('button', {type: 'button', hidden: true, onclick: () => act(id, '/api/resume', 'it goes on')}, 'Go on'),
    said: h('span', {class: 'said', role: 'status'}),
  };
  parts.element = h('article', {'data-run': id},
    h('label', {class: 'draw'}, tick, parts.swatch, h('span', {class: 'hidden'}, `draw ${id}`)),
    parts.name, parts.badge, parts.bar, parts.facts,
    h('span', {class: 'actions'}, parts.stop, parts.resume), parts.said);
  return parts;
}

function update(parts, run) {
  const colour = state.chosen.get(run.id);
  const now = run.state === 'running';
  parts.tick.checked = colour !== undefined;
  parts.swatch.className = `swatch ${colour === undefined ? 'none' : `c${colour}`}`;
  parts.name.setAttribute('aria-expanded', String(state.open === run.id));
  parts.badge.className = `badge ${run.state}`;
  parts.badge.textContent = WORDS[run.state] ?? run.state;
  parts.badge.title = run.reason;
  parts.bar.value = progress(run);
  parts.bar.setAttribute('aria-label', `${Math.round(100 * progress(run))}% of its stages`);
  const {stage, step, total_steps: total, loss, tokens_per_s: rate} = run.last;
  const facts = [];
  if (stage) facts.push(`${stage} ${step}/${total}`);
  else facts.push(run.stages[Math.min(run.ended, run.stages.length - 1)] ?? '');
  if (loss != null) facts.push(`loss ${number(loss)}`);
  if (now && rate) facts.push(`${number(rate)} tok/s`);
  if (now && Number.isFinite(remaining(run))) facts.push(`${duration(remaining(run))} left in ${stage}`);
  if (run.state === 'failed') facts.push(run.reason);
  parts.facts.textContent = facts.join(' · ');
  parts.stop.hidden = readOnly || !now;
  parts.resume.hidden = readOnly || now || run.state === 'done';
  parts.said.textContent = said.get(run.id) ?? '';
}

function startedCard(one) {
  return h('article', {class: 'started'},
    h('span', {class: 'name'}, one.id),
    h('span', {class: `badge ${one.alive ? 'running' : 'failed'}`}, one.alive ? 'begins' : 'was refused'),
    one.said ? h('pre', {}, one.said) : '');
}

function render() {
  const order = {running: 0};
  const runs = [...state.runs].sort((a, b) =>
    (order[a.state] ?? 1) - (order[b.state] ?? 1) || (b.last.time ?? 0) - (a.last.time ?? 0) || a.id.localeCompare(b.id));
  for (const run of runs) {
    if (!cards.has(run.id)) cards.set(run.id, card(run.id));
    update(cards.get(run.id), run);
  }
  const shown = runs.map((run) => cards.get(run.id).element);
  const box = $('#run-list');
  const there = [...box.querySelectorAll('article[data-run]')];
  if (there.length !== shown.length || there.some((element, i) => element !== shown[i])) {
    const focus = document.activeElement;
    box.replaceChildren(...shown);
    if (box.contains(focus)) focus.focus();
  }
  box.querySelectorAll('.started').forEach((element) => element.remove());
  box.prepend(...state.started.map(startedCard));
}

export function begin(board) {
  readOnly = board.read_only;
  on('runs', render);
}
