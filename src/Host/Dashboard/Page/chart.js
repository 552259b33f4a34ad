// The throughput over time, as SVG. Its attributes are all it needs: the page's policy allows no style in them.
import { byId, rate, seconds, say, count } from './words.js';

const space = 'http://www.w3.org/2000/svg';
const margin = { left: 70, right: 8, top: 10, bottom: 22 };

function make(tag, attributes, text) {
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export class Chart {
  #points = [];
  #figure = byId('chart');
  #svg = make('svg', { role: 'img', 'aria-labelledby': 'chart-words' });
  #pending = false;

  constructor() {
    this.#figure.prepend(this.#svg);
    new ResizeObserver(() => this.#later()).observe(this.#figure);
  }

  take({ reset, points }) {
    this.#points = reset ? points : this.#points.concat(points);
    this.#later();
  }

  /** The mean bytes a second over the last seconds, or null. The server tells of a copy's bytes in leaps, so one point says little; and
      points are the closer the oftener the ledger was read, so each counts by its time. */
  mean(span) {
    const begin = (this.#points.at(-1)?.seconds ?? 0) - span;
    let [sum, time] = [0, 0];
    for (let i = this.#points.length - 1; i > 0 && this.#points[i].seconds > begin; i--) {
      const took = this.#points[i].seconds - Math.max(begin, this.#points[i - 1].seconds);
      sum += this.#points[i].bytes * took;
      time += took;
    }
    return time > 0 ? sum / time : this.#points.at(-1)?.bytes ?? null;
  }

  #later() {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => {
      this.#pending = false;
      this.#draw();
    });
  }

  #draw() {
    if (this.#points.length < 2) return;
    const [width, height] = [this.#figure.clientWidth || 600, this.#svg.clientHeight || 176];
    const most = Math.max(...this.#points.map((point) => point.bytes), 1);
    const end = this.#points.at(-1).seconds;
    const x = (s) => (margin.left + (s / Math.max(end, 0.001)) * (width - margin.left - margin.right)).toFixed(1);
    const y = (b) => (margin.top + (1 - b / most) * (height - margin.top - margin.bottom)).toFixed(1);
    const path = this.#points.map((point, i) => `${i ? 'L' : 'M'}${x(point.seconds)} ${y(point.bytes)}`).join('');
    const parts = [];
    for (const share of [0, 0.5, 1]) {
      parts.push(make('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(most * share), y2: y(most * share) }));
      parts.push(make('text', { class: 'label', x: margin.left - 8, y: Number(y(most * share)) + 4, 'text-anchor': 'end' }, rate(most * share)));
    }
    const marks = width > 500 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
    for (const share of marks) {
      const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
      parts.push(make('text', { class: 'label', x: x(end * share), y: height - 5, 'text-anchor': anchor }, seconds(end * share)));
    }
    parts.push(make('path', { class: 'area', d: `${path}L${x(end)} ${y(0)}L${x(this.#points[0].seconds)} ${y(0)}Z` }));
    parts.push(make('path', { class: 'line', d: path }));
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#svg.replaceChildren(...parts);
    const now = this.#points.at(-1);
    say(byId('chart-words'), `Bytes copied a second since the migration began: ${rate(now.bytes)} and ${count(now.rows)} rows/s at ${seconds(now.seconds)}, at most ${rate(most)}.`);
  }
}
