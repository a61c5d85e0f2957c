// The curves of the runs that are drawn, in the order of what one looks at first.

import {$, h, number, duration} from './dom.js';
import {state, on} from './store.js';
import {Chart} from './chart.js';

const FIRST = ['loss', 'eval_loss', 'reward_accuracy', 'eval_reward_accuracy', 'reward', 'reward_margin', 'kl',
  'learning_rate', 'grad_norm', 'tokens_per_s', 'memory_mib'];
const NAMES = {
  loss: 'loss', eval_loss: 'held-out loss', eval_perplexity: 'held-out perplexity', learning_rate: 'learning rate',
  grad_norm: 'gradient norm', tokens_per_s: 'tokens per second', memory_mib: 'memory, MiB', reward_accuracy: 'reward accuracy',
  eval_reward_accuracy: 'held-out reward accuracy', reward_margin: 'reward margin', goodput: 'share of useful time',
  seconds: 'seconds per step', tokens: 'tokens per step',
};

const charts = new Map();
let waiting = false;
let cursor = null;
let stageChosen = false;

function view() {
  const form = $('#view');
  return {
    stage: form.stage.value,
    along: form.along.value,
    smoothing: Number(form.smoothing.value),
    log: form.log.checked,
    all: form.all.checked,
  };
}

/** Stages that any of the drawn runs has figures of. */
function stages() {
  const names = new Set();
  for (const run of state.chosen.keys()) {
    Object.keys(state.figures.get(run)?.stages ?? {}).forEach((name) => names.add(name));
  }
  return [...names];
}

function fillStages() {
  const select = $('#view').stage;
  const names = stages();
  if ([...select.options].map((option) => option.value).join() !== names.join()) {
    const before = select.value;
    select.replaceChildren(...names.map((name) => h('option', {value: name}, name)));
    if (stageChosen && names.includes(before)) select.value = before;
  }
  if (!stageChosen || !names.includes(select.value)) select.value = newestStage(names);
}

function newestStage(names) {
  let best = names.at(-1) ?? '';
  let time = -1;
  for (const run of state.chosen.keys()) {
    for (const [name, figures] of Object.entries(state.figures.get(run)?.stages ?? {})) {
      const last = figures.loss?.time.at(-1) ?? figures.seconds?.time.at(-1) ?? -1;
      if (last > time) [time, best] = [last, name];
    }
  }
  return best;
}

function figureNames(stage, all) {
  const names = new Set();
  for (const run of state.chosen.keys()) {
    Object.keys(state.figures.get(run)?.stages[stage] ?? {}).forEach((name) => names.add(name));
  }
  const rank = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : name.startsWith('eval_') ? 50 : 100);
  const sorted = [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return all ? sorted : sorted.filter((name) => rank(name) < 100);
}

function lines(name, {stage, along}) {
  const found = [];
  for (const [run, colour] of state.chosen) {
    const figure = state.figures.get(run)?.stages[stage]?.[name];
    if (!figure) continue;
    const start = Math.min(...Object.values(state.figures.get(run).stages[stage]).map((one) => one.time[0]));
    const x = along === 'time' ? figure.time.map((time) => time - start) : figure[along];
    found.push({label: run, colour, x, y: figure.value});
  }
  return found;
}

const X_TEXT = {
  step: (value) => `${number(Math.round(value))}`,
  tokens: (value) => (value >= 1e6 ? `${number(value / 1e6)} M` : number(value)),
  time: duration,
};

function draw() {
  waiting = false;
  fillStages();
  const options = view();
  const names = figureNames(options.stage, options.all);
  for (const name of names) {
    if (!charts.has(name)) {
      const chart = new Chart(NAMES[name] ?? name.replaceAll('_', ' '), moveCursor);
      chart.element.dataset.figure = name;
      charts.set(name, chart);
    }
  }
  const shown = names.map((name) => charts.get(name).element);
  const box = $('#figures');
  if ([...box.children].some((child, i) => child !== shown[i]) || box.children.length !== shown.length) {
    box.replaceChildren(...shown);
  }
  for (const name of names) {
    const smoothing = name === 'learning_rate' ? 0 : options.smoothing;
    charts.get(name).draw(lines(name, options), {...options, smoothing, xText: X_TEXT[options.along]});
    charts.get(name).setCursor(cursor);
  }
  const empty = $('#empty');
  empty.hidden = names.length > 0;
  empty.textContent = state.runs.length === 0 ? 'There are no runs in this folder yet.'
    : state.chosen.size === 0 ? 'Tick a run to draw it.' : 'This run has no steps yet.';
}

function moveCursor(x) {
  cursor = x;
  for (const chart of charts.values()) if (chart.element.isConnected) chart.setCursor(x);
}

function soon() {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(draw);
  }
}

export function begin() {
  const form = $('#view');
  form.addEventListener('input', (event) => {
    if (event.target === form.stage) stageChosen = true;
    form.querySelector('output').value = Number(form.smoothing.value).toFixed(2);
    cursor = null;
    soon();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  new ResizeObserver(soon).observe($('#figures'));
  on('figures', soon);
  on('runs', soon);
}
