import {$, h, bytes, get} from './dom.js';
import {state, on, listen} from './store.js';
import * as charts from './charts.js';
import * as runs from './runs.js';
import * as detail from './detail.js';
import * as start from './start.js';

function meter(name, share, text, high = 0.9) {
  return h('li', {}, h('span', {}, name), h('meter', {min: 0, max: 1, high, value: share, 'aria-label': `${name} ${text}`}), h('b', {}, text));
}

function machine() {
  const now = state.machine;
  const list = [];
  if (now.cpu != null) list.push(meter(`${now.cpus} CPUs`, now.cpu, `${Math.round(100 * now.cpu)}%`, 1));
  if (now.memory_total) list.push(meter('memory', now.memory_used / now.memory_total, `${bytes(now.memory_used)} of ${bytes(now.memory_total)}`));
  if (now.disk_total) list.push(meter('disk', 1 - now.disk_free / now.disk_total, `${bytes(now.disk_free)} free`));
  for (const gpu of now.gpus ?? []) {
    list.push(meter(gpu.name, gpu.busy, `${Math.round(100 * gpu.busy)}%, ${bytes(gpu.memory_used)} of ${bytes(gpu.memory_total)}`));
  }
  $('#machine').replaceChildren(...list);
}

function link() {
  $('#link').textContent = state.connected ? '' : 'The board does not answer; what is shown may be old.';
}

const board = await get('/api/board');
$('#folder').textContent = board.folder + (board.read_only ? ' (only to look at)' : '');
document.title = `cria board: ${board.folder.split('/').at(-1)}`;
charts.begin();
runs.begin(board);
detail.begin();
start.begin(board);
on('machine', machine);
on('link', link);
listen();
