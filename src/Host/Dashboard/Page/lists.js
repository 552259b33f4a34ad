// The short lists: nodes, running tasks, tasks of one table, attempts without success, failures, the log.
import { age, byId, bytes, clock, count, element, rate, say, seconds, whenChanged } from './words.js';

const mostLines = 500;

const kinds = { '#': 'number scroll-keep', '=': 'scroll-keep', '~': 'words' };

/** Fills a table whose first cell of a row is its heading; a heading with # has numbers below it, with = words that stay in one line, and with
 * ~ sentences. */
function fill(table, headings, rows) {
  const kind = (i) => kinds[headings[i][0]] ?? null;
  const head = element('thead', {}, element('tr', {}, ...headings.map((title, i) => element('th', { scope: 'col', class: kind(i) }, title.replace(/^[#=~]/, '')))));
  const body = rows.map((cells) => element('tr', {}, element('th', { scope: 'row' }, cells[0]), ...cells.slice(1).map((text, i) => element('td', { class: kind(i + 1) }, text))));
  table.replaceChildren(head, element('tbody', {}, ...body));
}

const nodesChanged = whenChanged();
/** Shows the nodes; with askDrain, those that live have a button. Texts change in place, so that a button keeps the focus. */
export function showNodes(nodes, askDrain) {
  const rows = nodes.map((node) => [
    node.name + (node.coordinator ? ' (coordinates)' : ''), node.drained ? `${node.state}, drained` : node.state,
    node.state === 'left' ? '–' : (node.member ?? 'not seen yet'), node.state === 'left' ? '–' : `${age(node.heartbeatSeconds)} ago`,
    count(node.running), `${node.copySlots} + ${node.indexSlots}${node.maxRate === null ? '' : `, at most ${rate(node.maxRate)}`}`, `${node.host}, process ${node.pid}`,
  ]);
  const layout = JSON.stringify(nodes.map((node) => [node.name, Boolean(askDrain) && node.state === 'living' && !node.drained]));
  nodesChanged([layout, rows], () => {
    const table = byId('nodes');
    if (table.dataset.layout === layout) {
      rows.forEach((cells, i) => cells.forEach((text, j) => say(table.tBodies[0].rows[i].cells[j], text)));
      return;
    }
    table.dataset.layout = layout;
    fill(table, ['Node', 'Ledger', 'Cluster', '#Heartbeat', '#Tasks', '#Slots (copy + index)', 'Place'], rows);
    if (!askDrain) return;
    table.tHead.rows[0].append(element('th', { scope: 'col' }, 'Control'));
    JSON.parse(layout).forEach(([name, drains], i) => {
      const button = drains ? element('button', { type: 'button', 'aria-label': `Drain ${name} …` }, 'Drain …') : null;
      button?.addEventListener('click', () => askDrain(name));
      table.tBodies[0].rows[i].append(element('td', {}, button));
    });
  });
}

const runningChanged = whenChanged();
export function showRunning(running) {
  const rows = running.map((task) => [
    task.name, task.kind, task.node ?? '–', count(task.attempt), age(task.seconds), count(task.rows), bytes(task.bytes), rate(task.bytes / Math.max(task.seconds, 0.001)),
    [task.waitsFor && `waits for ${task.waitsFor}`, task.blockedBy.length && `held by process ${task.blockedBy.join(', ')}`, task.lastError && `before: ${task.lastError}`].filter(Boolean).join('; ') || '–',
  ]);
  runningChanged(rows, () => {
    if (rows.length) fill(byId('running'), ['Task', '=Kind', 'Node', '#Attempt', '#Time', '#Rows', '#Bytes', '#Rate', '~Waits'], rows);
    else byId('running').replaceChildren(element('tbody', {}, element('tr', {}, element('td', {}, 'No task is running.'))));
  });
}

const troublesChanged = whenChanged();
export function showTroubles(total, troubles) {
  byId('troubles-part').hidden = troubles.length === 0;
  troublesChanged([total, troubles], () => {
    say(byId('troubles-title'), `Attempts without success: ${count(total)}${total > troubles.length ? `, the latest ${troubles.length}` : ''}`);
    fill(byId('troubles'), ['Task', '=Kind', '#Attempt', 'Node', 'Outcome', 'At', '~Error'], troubles.map((one) => [
      one.name, one.kind, count(one.attempt), one.node ?? '–', one.outcome, clock(one.at), [one.sqlState, one.error].filter(Boolean).join(' ') || '–',
    ]));
  });
}

const failuresChanged = whenChanged();
export function showFailures(failures) {
  byId('failures').hidden = failures.length === 0;
  failuresChanged(failures, () => byId('failure-list').replaceChildren(...failures.map((one) => element(
    'article', {}, element('h3', {}, `${one.kind} ${one.name}`), element('p', {}, [one.sqlState, one.error].filter(Boolean).join(' ')),
    one.remedy ? element('p', {}, element('strong', {}, 'Remedy: '), one.remedy) : null,
    one.objects.length > 1 ? element('p', {}, `Objects with the same cause: ${names(one.objects)}`) : null,
    one.skipped.length ? element('p', { class: 'soft' }, `Skipped because of it: ${names(one.skipped)}`) : null,
    element('p', { class: 'soft' }, `${count(one.attempts)} attempt${one.attempts === 1 ? '' : 's'}; once the cause is fixed, actormigrate resume tries it again.`)))));
}

function names(list) {
  return list.slice(0, 20).join(', ') + (list.length > 20 ? ` and ${count(list.length - 20)} more` : '');
}

/** Shows the tasks of one table, with the progress that the latest state has of those that run. */
export function showTasks(tasks, running) {
  const moved = new Map(running.map((task) => [task.task, task]));
  fill(byId('detail-table'), ['Task', '=Kind', 'State', 'Node', '#Attempt', '#Rows', '#Bytes', '#Time', '~Error and remedy'], tasks.map((task) => {
    const now = moved.get(task.task) ?? task;
    return [
      task.name, task.kind, task.state, task.node ?? '–', count(task.attempt), count(now.rows), bytes(now.bytes), seconds(task.seconds),
      [task.sqlState, task.error, task.remedy].filter(Boolean).join(' ') || '–',
    ];
  }));
}

export class Log {
  #list = byId('log');

  clear() {
    this.#list.replaceChildren();
  }

  take(lines) {
    const atEnd = this.#list.scrollTop + this.#list.clientHeight >= this.#list.scrollHeight - 4;
    const tones = { warning: 'warn', error: 'bad' };
    this.#list.append(...lines.map((line) => element(
      'li', { class: tones[line.level] }, element('time', { datetime: line.at }, clock(line.at)), line.level === 'info' ? line.message : `${line.level}: ${line.message}`)));
    while (this.#list.childElementCount > mostLines) this.#list.firstElementChild.remove();
    if (atEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }
}
