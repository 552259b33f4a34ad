// The list of tables: as many as there are, of which only the visible rows are elements.
import { byId, bytes, count, element, say } from './words.js';

const rowHeight = 30;
const spare = 8;
const columns = [
  { key: 'name', title: 'Table', type: 'c-name', text: (t) => t.target ? `${t.name} → ${t.target}` : t.name },
  { key: 'state', title: 'State', type: 'c-state', text: (t) => t.state },
  { key: 'share', title: 'Copied', type: 'c-share', text: (t) => `${Math.floor(t.share * 100)} %`, down: true },
  { key: 'rows', title: 'Rows', type: 'number wide', text: (t) => count(t.rows), down: true },
  { key: 'size', title: 'Size', type: 'number wide', text: (t) => bytes(t.size), down: true },
  { key: 'copies', title: 'Partitions', type: 'number wide', text: (t) => (t.copies > 1 ? `${count(t.copied)} of ${count(t.copies)}` : '–'), down: true },
  { key: 'retries', title: 'Retries', type: 'number wide', text: (t) => (t.retries ? count(t.retries) : '–'), down: true },
];
const tones = { failed: 'bad', done: 'good', copying: 'warn' };

function read([id, name, target, state, estimatedRows, estimatedBytes, rows, moved, copies, copied, retries]) {
  const committed = { rows, bytes: moved };
  return { id, name, lower: name.toLowerCase(), target, state, estimatedRows, estimatedBytes, committed, copies, copied, retries };
}

/** Counts what copies under way have moved, too. A table that is copied is whole, however far the estimate was off. */
function measured(t, underWay = { rows: 0, bytes: 0 }) {
  const bytes = t.committed.bytes + underWay.bytes;
  const whole = t.state === 'done' || t.state === 'finishing';
  t.rows = t.committed.rows + underWay.rows;
  t.size = Math.max(t.estimatedBytes, bytes);
  t.share = whole ? 1 : Math.min(t.size ? bytes / t.size : 0, 0.99);
  return t;
}

export class TableList {
  #all = new Map();
  #underWay = new Map();
  #view = [];
  #sort = { key: 'size', down: true };
  #active = null;
  #slots = [];
  #pending = false;
  #stale = true;
  #open;
  #window = byId('table-window');
  #body = byId('table-rows');
  #above = this.#space();
  #below = this.#space();

  constructor(open) {
    this.#open = open;
    byId('table-heads').append(...columns.map((column) => this.#head(column)));
    this.#body.append(this.#above, this.#below);
    this.#window.addEventListener('scroll', () => this.#draw(false), { passive: true });
    new ResizeObserver(() => this.#draw(false)).observe(this.#window);
    byId('search').addEventListener('input', () => this.#choose());
    byId('state').addEventListener('change', () => this.#choose());
    this.#body.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('keydown', (event) => {
      if (event.key === '/' && !event.target.matches('input, select, textarea')) {
        event.preventDefault();
        byId('search').focus();
      }
    });
    this.#showSort();
  }

  take({ reset, tables }) {
    if (reset) this.#all.clear();
    for (const row of tables) this.#all.set(row[0], measured(read(row), this.#underWay.get(row[0])));
    this.#draw(true);
  }

  /** Takes the rows and bytes that are copied and not committed. */
  takeUnderWay(list) {
    const before = this.#underWay;
    this.#underWay = new Map(list.map((part) => [part.relation, part]));
    for (const id of new Set([...before.keys(), ...this.#underWay.keys()])) {
      if (this.#all.has(id)) measured(this.#all.get(id), this.#underWay.get(id));
    }
    if (before.size || list.length) this.#draw(true);
  }

  #space() {
    return element('tr', { class: 'space', 'aria-hidden': 'true' }, element('td'));
  }

  #head(column) {
    const button = element('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => {
      this.#sort = { key: column.key, down: this.#sort.key === column.key ? !this.#sort.down : Boolean(column.down) };
      this.#showSort();
      this.#window.scrollTop = 0;
      this.#draw(true);
    });
    column.head = element('th', { scope: 'col', class: column.type }, button);
    return column.head;
  }

  #showSort() {
    for (const column of columns) {
      const sorted = column.key === this.#sort.key ? (this.#sort.down ? 'descending' : 'ascending') : 'none';
      column.head.setAttribute('aria-sort', sorted);
    }
  }

  #choose() {
    this.#window.scrollTop = 0;
    this.#draw(true);
  }

  /** Draws once a frame, whatever asks for it. */
  #draw(stale) {
    this.#stale ||= stale;
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => {
      this.#pending = false;
      if (this.#stale) this.#arrange();
      this.#stale = false;
      this.#render();
    });
  }

  #arrange() {
    const [words, state] = [byId('search').value.trim().toLowerCase(), byId('state').value];
    const { key, down } = this.#sort;
    const view = [...this.#all.values()].filter((t) => (!state || t.state === state) && (!words || t.lower.includes(words)));
    view.sort((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id - b.id) * (down ? -1 : 1));
    this.#view = view;
    byId('table').setAttribute('aria-rowcount', view.length + 1);
    say(byId('count'), view.length === this.#all.size ? `${count(view.length)} tables` : `${count(view.length)} of ${count(this.#all.size)} tables`);
  }

  #render() {
    const shown = Math.ceil((this.#window.clientHeight || 400) / rowHeight) + 2 * spare;
    const first = Math.max(0, Math.min(Math.floor(this.#window.scrollTop / rowHeight) - spare, this.#view.length - shown));
    const rows = this.#view.slice(first, first + shown);
    while (this.#slots.length < rows.length) this.#slots.push(this.#slot());
    for (const slot of this.#slots.splice(rows.length)) slot.row.remove();
    this.#above.style.height = `${first * rowHeight}px`;
    this.#below.style.height = `${(this.#view.length - first - rows.length) * rowHeight}px`;
    const hadFocus = this.#body.contains(document.activeElement);
    if (!rows.some((t) => t.id === this.#active) && !hadFocus) this.#active = rows[Math.min(spare, first, rows.length - 1)]?.id ?? null;
    rows.forEach((t, i) => this.#fill(this.#slots[i], t, first + i));
    if (hadFocus) this.#slots.find((slot) => slot.id === this.#active)?.link.focus({ preventScroll: true });
  }

  #slot() {
    const link = element('button', { type: 'button', class: 'link' });
    const bar = element('progress', { class: 'tiny', max: 100 });
    const cells = columns.slice(1).map((column) => element('td', { class: column.type }));
    cells[1].append(bar);
    const row = element('tr', {}, element('th', { scope: 'row', class: columns[0].type }, link), ...cells);
    const slot = { row, link, bar, cells, id: null };
    link.addEventListener('click', () => {
      this.#active = slot.id;
      this.#open(this.#all.get(slot.id));
    });
    link.addEventListener('focus', () => { this.#active = slot.id; });
    this.#below.before(row);
    return slot;
  }

  #fill(slot, t, index) {
    slot.id = t.id;
    slot.row.setAttribute('aria-rowindex', index + 2);
    slot.link.tabIndex = t.id === this.#active ? 0 : -1;
    say(slot.link, columns[0].text(t));
    slot.link.title = columns[0].text(t);
    columns.slice(1).forEach((column, i) => {
      if (column.key === 'share') {
        slot.bar.value = t.share * 100;
        slot.bar.setAttribute('aria-label', column.text(t));
        slot.bar.title = column.text(t);
      } else {
        say(slot.cells[i], column.text(t));
      }
    });
    slot.cells[0].className = `c-state ${tones[t.state] ?? 'soft'}`;
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.#window.clientHeight / rowHeight) - 2);
    const last = this.#view.length - 1;
    const at = this.#view.findIndex((t) => t.id === this.#active);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last };
    if (!(event.key in steps) || last < 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, steps[event.key]));
    this.#active = this.#view[to].id;
    const [top, height] = [to * rowHeight, this.#window.clientHeight - 2 * rowHeight];
    if (top < this.#window.scrollTop) this.#window.scrollTop = top;
    else if (top > this.#window.scrollTop + height) this.#window.scrollTop = top - height;
    this.#render();
  }
}
