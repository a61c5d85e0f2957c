// One figure: lines over an axis, as SVG, with a cursor for the pointer and the keyboard.

import {h, s, number} from './dom.js';

const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 22;

/** An exponential mean that counts its own beginning right. */
export function smoothed(values, weight) {
  let mean = 0;
  let whole = 0;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    whole = weight * whole + (1 - weight);
    return mean / whole;
  });
}

/** Round places of marks between two values. */
export function ticks(low, high, most) {
  if (!(high > low)) return [low];
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => (high - low) / one <= most) ?? 10 * power;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) found.push(at * step);
  return found;
}

function logTicks(low, high) {
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) found.push(value);
    }
  }
  return found.length > 8 ? found.filter((value) => Math.abs(Math.log10(value) % 1) < 1e-9) : found;
}

export class Chart {
  constructor(name, onCursor) {
    this.name = name;
    this.onCursor = onCursor;
    this.lines = [];
    this.svg = s('svg', {
      tabindex: 0,
      role: 'img',
      onpointermove: (event) => this.point(event),
      onpointerleave: () => this.onCursor(null),
      onkeydown: (event) => this.key(event),
      onblur: () => this.onCursor(null),
    });
    this.cursor = s('g', {class: 'cursor'});
    this.readout = h('p', {class: 'readout'});
    this.caption = h('figcaption', {}, name);
    this.element = h('figure', {'data-figure': name}, this.caption, this.svg, this.readout);
  }

  /** Draws lines of {label, colour, x: [], y: []}; xText says a place on the axis. */
  draw(lines, {smoothing, log, xText}) {
    this.xText = xText;
    this.lines = lines.map((line) => {
      const keep = line.y.map((y, i) => Number.isFinite(y) && Number.isFinite(line.x[i]) && (!log || y > 0));
      const x = line.x.filter((_, i) => keep[i]);
      const y = line.y.filter((_, i) => keep[i]);
      return {...line, x, y, mean: smoothing > 0 && y.length > 20 ? smoothed(y, smoothing) : null};
    }).filter((line) => line.x.length > 0);
    this.element.hidden = this.lines.length === 0;
    if (this.element.hidden) return;
    this.width = Math.max(240, this.element.clientWidth - 2 || 480);
    this.scale(log);
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${HEIGHT}`);
    this.svg.replaceChildren(...this.axes(log), ...this.lines.flatMap((line) => this.curve(line)), this.cursor);
    const last = this.lines.map((line) => `${line.label} ${number(line.y.at(-1))}`).join(', ');
    this.svg.setAttribute('aria-label', `${this.name}; last values: ${last}. Arrow keys move along the curve.`);
  }

  scale(log) {
    const xs = this.lines.flatMap((line) => [line.x[0], line.x.at(-1)]);
    const ys = this.lines.map((line) => this.extent(line));
    this.x0 = Math.min(...xs);
    this.x1 = Math.max(...xs, this.x0 + 1e-9);
    let low = Math.min(...ys.map((y) => y[0]));
    let high = Math.max(...ys.map((y) => y[1]));
    if (log) {
      this.toY = (y) => Math.log(y);
    } else {
      const margin = high > low ? 0.04 * (high - low) : Math.max(Math.abs(low), 1e-6) * 0.1;
      low -= margin;
      high += margin;
      this.toY = (y) => y;
    }
    if (log && !(high > low)) {
      low *= 0.9;
      high *= 1.1;
    }
    this.low = low;
    this.high = high;
  }

  /** The values that are shown: where there is a mean, single outliers may leave the figure. */
  extent(line) {
    if (!line.mean) return [Math.min(...line.y), Math.max(...line.y)];
    const sorted = [...line.y].sort((a, b) => a - b);
    const share = Math.floor(sorted.length * 0.005);
    return [
      Math.min(sorted[share], ...line.mean),
      Math.max(sorted[sorted.length - 1 - share], ...line.mean),
    ];
  }

  px(x) {
    return LEFT + ((this.width - LEFT - RIGHT) * (x - this.x0)) / (this.x1 - this.x0);
  }

  py(y) {
    const low = this.toY(this.low);
    const share = (this.toY(y) - low) / (this.toY(this.high) - low);
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(-0.02, Math.min(1.02, share)));
  }

  axes(log) {
    const marks = log ? logTicks(this.low, this.high) : ticks(this.low, this.high, 5);
    const parts = marks.flatMap((value) => {
      const y = this.py(value).toFixed(1);
      return [
        s('line', {x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y}),
        s('text', {x: LEFT - 6, y: Number(y) + 4, 'text-anchor': 'end'}, number(value)),
      ];
    });
    for (const value of ticks(this.x0, this.x1, Math.max(3, Math.floor(this.width / 75)))) {
      const anchor = this.px(value) > this.width - 30 ? 'end' : 'middle';
      parts.push(s('text', {x: this.px(value).toFixed(1), y: HEIGHT - 6, 'text-anchor': anchor}, this.xText(value)));
    }
    return parts;
  }

  curve(line) {
    const parts = [];
    if (line.mean) parts.push(this.polyline(line, line.y, 'raw'));
    parts.push(this.polyline(line, line.mean ?? line.y, 'curve'));
    if (line.x.length === 1) {
      parts.push(s('circle', {cx: this.px(line.x[0]), cy: this.py(line.y[0]), r: 3, class: `c${line.colour}`}));
    }
    return parts;
  }

  /** No more points than pixels can show: of each pixel's, the least and the greatest. */
  polyline(line, values, kind) {
    const points = [];
    let column = null;
    let low = 0;
    let high = 0;
    const flush = (end) => {
      if (column === null) return;
      for (const i of low <= high ? [low, high] : [high, low]) {
        points.push(`${this.px(line.x[i]).toFixed(1)},${this.py(values[i]).toFixed(1)}`);
        if (low === high) break;
      }
      column = end;
    };
    for (let i = 0; i < values.length; i++) {
      const here = Math.floor(this.px(line.x[i]));
      if (here !== column) {
        flush(here);
        column = here;
        low = high = i;
      } else {
        if (values[i] < values[low]) low = i;
        if (values[i] > values[high]) high = i;
      }
    }
    flush(null);
    return s('polyline', {class: `${kind} c${line.colour}`, points: points.join(' ')});
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const share = ((event.clientX - box.left) * (this.width / box.width) - LEFT) / (this.width - LEFT - RIGHT);
    this.onCursor(this.x0 + Math.max(0, Math.min(1, share)) * (this.x1 - this.x0));
  }

  key(event) {
    const xs = this.lines.flatMap((line) => line.x).sort((a, b) => a - b);
    if (xs.length === 0) return;
    const hop = event.shiftKey ? Math.max(1, Math.floor(xs.length / 20)) : 1;
    const now = this.at ?? null;
    const index = now === null ? xs.length - 1 : nearest(xs, now);
    const moves = {
      ArrowLeft: () => nextDistinct(xs, index, -hop),
      ArrowRight: () => nextDistinct(xs, index, hop),
      Home: () => xs[0],
      End: () => xs.at(-1),
      Escape: () => null,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.readout.setAttribute('aria-live', 'polite');
    this.onCursor(now === null && event.key !== 'Escape' && event.key !== 'Home' ? xs[index] : moves[event.key]());
  }

  /** Shows the values at a place, or the last ones. */
  setCursor(x) {
    this.at = x;
    if (this.element.hidden || this.lines.length === 0) return;
    const shown = this.lines.map((line) => {
      const i = x === null ? line.x.length - 1 : nearest(line.x, x);
      return {line, i, value: line.y[i], mean: line.mean?.[i]};
    });
    this.cursor.replaceChildren();
    if (x !== null && x >= this.x0 && x <= this.x1) {
      const at = this.px(x).toFixed(1);
      this.cursor.append(s('line', {x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM}));
      for (const {line, i, value, mean} of shown) {
        this.cursor.append(s('circle', {cx: this.px(line.x[i]), cy: this.py(mean ?? value), r: 3.5, class: `c${line.colour}`}));
      }
    }
    this.readout.replaceChildren(
      ...shown.map(({line, i, value, mean}) =>
        h('span', {},
          h('i', {class: `swatch c${line.colour}`, 'aria-hidden': 'true'}),
          this.lines.length > 1 ? `${line.label} ` : '',
          h('b', {}, number(value)),
          mean === undefined ? '' : ` (mean ${number(mean)})`,
          ` at ${this.xText(line.x[i])}`)),
    );
  }
}

function nearest(sorted, x) {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - sorted[low - 1] < sorted[low] - x ? low - 1 : low;
}

function nextDistinct(xs, index, hop) {
  let at = index;
  const step = Math.sign(hop);
  for (let left = Math.abs(hop); left > 0; left--) {
    const before = xs[at];
    while (at + step >= 0 && at + step < xs.length && xs[at] === before) at += step;
  }
  return xs[at];
}
