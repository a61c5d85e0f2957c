// What the page knows: runs, which of them are drawn, and their figures, kept up to date by events.

import {get} from './dom.js';

const COLOURS = 8;
/** Beyond so many points, the thinned figures are fetched again. */
const MOST_POINTS = 9000;

export const state = {
  runs: [],
  started: [],
  machine: {},
  connected: false,
  chosen: new Map(), // run -> number of its colour
  open: null, // the run whose details are shown
  figures: new Map(), // run -> {epoch, lines, stages: {stage: {figure: {step, time, tokens, value}}}}
};

const listeners = {runs: [], figures: [], machine: [], link: [], open: []};
const fetching = new Set();
let knewRuns = false;

export function on(what, listener) {
  listeners[what].push(listener);
}

export function changed(what) {
  for (const listener of listeners[what]) listener();
}

/** Draws a run, or no longer. */
export function choose(run, drawn) {
  if (drawn && !state.chosen.has(run)) {
    const taken = new Set(state.chosen.values());
    let colour = 0;
    while (colour < COLOURS - 1 && taken.has(colour)) colour++;
    state.chosen.set(run, colour);
    load(run);
  } else if (!drawn) {
    state.chosen.delete(run);
  }
  changed('runs');
  changed('figures');
}

export function open(run) {
  state.open = run;
  changed('open');
  changed('runs');
}

export function nameOf(run) {
  return state.runs.find((one) => one.id === run)?.id ?? run;
}

async function load(run) {
  if (fetching.has(run)) return;
  fetching.add(run);
  try {
    const figures = await get('/api/series', {run});
    state.figures.set(run, figures);
    changed('figures');
  } catch (failure) {
    console.warn(run, failure);
  } finally {
    fetching.delete(run);
  }
}

export function listen() {
  const events = new EventSource('/api/events');
  events.addEventListener('open', () => {
    state.connected = true;
    changed('link');
    for (const run of state.chosen.keys()) load(run);
  });
  events.addEventListener('error', () => {
    state.connected = false;
    changed('link');
  });
  events.addEventListener('runs', (event) => setRuns(JSON.parse(event.data)));
  events.addEventListener('points', (event) => addPoints(JSON.parse(event.data)));
  events.addEventListener('machine', (event) => {
    state.machine = JSON.parse(event.data);
    changed('machine');
  });
}

function setRuns({runs, started}) {
  const before = new Set(state.runs.map((run) => run.id));
  state.runs = runs;
  state.started = started;
  if (!knewRuns && runs.length > 0) {
    knewRuns = true;
    const running = runs.filter((run) => run.state === 'running');
    const newest = [...runs].sort((a, b) => (b.last.time ?? 0) - (a.last.time ?? 0));
    for (const run of running.length ? running : newest.slice(0, 1)) choose(run.id, true);
  } else {
    // What begins while one looks is what one waits for.
    for (const run of runs) {
      if (!before.has(run.id) && run.state === 'running') choose(run.id, true);
    }
  }
  changed('runs');
}

function addPoints({run, epoch, from, rows}) {
  const figures = state.figures.get(run);
  if (!figures || !state.chosen.has(run)) return;
  if (figures.epoch !== epoch || from > figures.lines) {
    load(run);
    return;
  }
  for (const row of rows.slice(figures.lines - from)) addRow(figures, row);
  figures.lines = Math.max(figures.lines, from + rows.length);
  if (longest(figures) > MOST_POINTS) load(run);
  changed('figures');
}

function addRow(figures, row) {
  const stage = (figures.stages[row.stage] ??= {});
  let tokens = row.tokens ?? 0;
  const before = Object.values(stage).map((figure) => figure.tokens.at(-1) ?? 0);
  tokens += Math.max(0, ...before);
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'number' || ['step', 'total_steps', 'time'].includes(name)) continue;
    const figure = (stage[name] ??= {step: [], time: [], tokens: [], value: []});
    figure.step.push(row.step);
    figure.time.push(row.time);
    figure.tokens.push(tokens);
    figure.value.push(value);
  }
}

function longest(figures) {
  let most = 0;
  for (const stage of Object.values(figures.stages)) {
    for (const figure of Object.values(stage)) most = Math.max(most, figure.step.length);
  }
  return most;
}
