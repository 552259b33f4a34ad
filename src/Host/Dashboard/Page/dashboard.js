// The page: follows the state that the process sends, and hands its parts to those that show them.
import { Chart } from './chart.js';
import { askDrain, prepareControl, showControl } from './control.js';
import { Log, showFailures, showNodes, showRunning, showTasks, showTroubles } from './lists.js';
import { TableList } from './tables.js';
import { age, byId, bytes, count, element, rate, say, seconds, whenChanged } from './words.js';

const phases = [
  'ExtractSourceSchema', 'CreateTargetSchema', 'CreateTargetTables', 'PrepareTransfers', 'TransferData', 'CollectResults', 'ConvertTablesToLogged', 'CreatePrimaryKeys',
  'Validate', 'Summarize',
];
const chart = new Chart();
const log = new Log();
const tables = new TableList(openTable);
let state = null;
let ended = null;
let opened = null;

const spoken = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replace(/^./, (letter) => letter.toUpperCase());
const announce = (words) => say(byId('announcer'), words);

function connection(words, tone) {
  say(byId('connection'), words);
  byId('connection').className = `badge ${tone}`;
}

function headline() {
  const m = state?.migration;
  if (ended) return [`${ended.message} ${ended.nextStep ?? ''}`, ended.outcome === 'Succeeded' ? 'good' : 'bad'];
  if (!m) return [state?.problem ? 'The target cannot be read.' : 'The target holds no migration: none was begun yet, or it has succeeded and its ledger is gone.', ''];
  if (m.outcome) return [`The migration has ended: ${spoken(m.outcome)}.`, m.outcome === 'Succeeded' ? 'good' : 'bad'];
  return [`${m.paused ? 'Paused in phase' : 'Phase'} “${spoken(m.phase)}”, ${age(m.phases.at(-1)?.seconds ?? 0)}`, m.paused ? 'warn' : ''];
}

const phaseChanged = whenChanged();
function showOverview() {
  const m = state.migration;
  const [words, tone] = headline();
  say(byId('headline'), words);
  byId('headline').className = `verdict ${tone}`;
  byId('problem').hidden = !state.problem;
  say(byId('problem'), state.problem ?? '');
  say(byId('route'), m ? `${m.source} → ${m.target}` : 'Nothing is known of a migration in this target.');
  say(byId('waits'), m && !ended ? `Waits ${state.waitsFor}.` : '');
  byId('share').hidden = !m;
  say(byId('footer'), `ActorMigrate ${state.tool}, ${state.node ? `served by the node ${state.node}` : 'served apart from the migration'}; ${state.allowsControl ? 'this page can steer' : 'this page only shows'}.`);
  if (!m) return;
  phaseChanged([m.phase, m.outcome, Boolean(m.paused)], () => announce(words));
  showShare(m);
  showTiles(m);
  showPhases(m);
}

function showShare(m) {
  const all = m.tables.estimatedBytes;
  const whole = m.tables.copied === m.tables.total && m.phases.some((phase) => phase.name === 'TransferData');
  const share = whole ? 1 : all ? Math.min(state.movedBytes / all, 0.99) : 0;
  byId('bar').value = share * 100;
  say(byId('percent'), `${Math.floor(share * 100)} % copied`);
  document.title = `${m.outcome ? spoken(m.outcome) : m.paused ? 'Paused' : `${Math.floor(share * 100)} %`} · ActorMigrate`;
}

function showTiles(m) {
  const [now, lately] = [chart.mean(10), chart.mean(30)];
  const left = lately > 0 && m.phase === 'TransferData' && !m.outcome && !m.paused ? Math.max(0, m.tables.estimatedBytes - state.movedBytes) / lately : null;
  const took = (Date.parse(m.at) - Date.parse(m.startedAt)) / 1000;
  const tiles = [
    ['Tables', count(m.tables.copied), `of ${count(m.tables.total)} copied${m.tables.failed ? `, ${count(m.tables.failed)} with failures` : ''}`],
    ['Rows', count(state.movedRows), `${count(m.tables.rows)} committed`],
    ['Bytes', bytes(state.movedBytes), `of about ${bytes(m.tables.estimatedBytes)}`],
    ['Rate', m.outcome || now === null ? '–' : rate(now), `${m.maxRate === null ? '' : `at most ${rate(m.maxRate)}; `}${left === null ? 'time left unknown' : `about ${seconds(left)} left to copy`}`],
    ['Tasks', `${count(m.tasks.running)} running`, `${count(m.tasks.done)} done, ${count(m.tasks.ready + m.tasks.blocked)} to come${m.tasks.failed ? `, ${count(m.tasks.failed)} failed` : ''}${m.tasks.skipped ? `, ${count(m.tasks.skipped)} skipped` : ''}`],
    ['Snapshot', m.snapshotSeconds === null ? '–' : age(m.snapshotSeconds), m.snapshotSeconds === null ? 'not held' : `old, held by ${m.snapshotHolders === 1 ? '1 session' : `${count(m.snapshotHolders)} sessions`}`],
    ['Time', age(took), `since ${new Date(m.startedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`],
  ];
  if (m.largeObjects.total) tiles.splice(1, 0, ['Large objects', count(m.largeObjects.copied), `of ${count(m.largeObjects.total)} copied`]);
  const list = byId('tiles');
  if (list.childElementCount !== tiles.length) {
    list.replaceChildren(...tiles.map(() => element('div', {}, element('dt'), element('dd', {}, element('span'), element('small')))));
  }
  tiles.forEach(([name, value, more], i) => {
    const [term, text] = list.children[i].children;
    say(term, name);
    say(text.firstChild, value);
    say(text.lastChild, more);
  });
}

const listChanged = whenChanged();
function showPhases(m) {
  const entered = new Map(m.phases.map((phase) => [phase.name, phase]));
  const names = [...new Set([...phases, ...entered.keys()])];
  const items = names.map((name) => {
    const phase = entered.get(name);
    const current = name === m.phase && !m.outcome;
    return [name, phase ? (current ? 'current' : 'done') : '', phase && !current ? ` ${seconds(phase.seconds)}` : ''];
  });
  listChanged(items, () => byId('phases').replaceChildren(...items.map(([name, kind, time]) => element(
    'li', { class: kind || null, 'aria-current': kind === 'current' ? 'step' : null }, spoken(name) + time))));
}

function takeState(next) {
  state = next;
  connection(ended ? 'ended' : state.problem ? 'target away' : 'live', ended ? '' : state.problem ? 'bad' : 'good');
  showOverview();
  tables.takeUnderWay(state.underWay);
  showControl(state.allowsControl && !ended, state.migration);
  showFailures(state.migration?.failures ?? []);
  showNodes(state.migration?.nodes ?? [], state.allowsControl && !ended && !state.migration?.outcome ? askDrain : null);
  showRunning(state.migration?.running ?? []);
  showTroubles(state.unsuccessful, state.troubles);
}

async function openTable(table) {
  opened = { table: table.id, from: document.activeElement };
  byId('detail').hidden = false;
  say(byId('detail-title'), `Tasks of ${table.name}`);
  say(byId('detail-note'), `${table.state}; about ${count(table.estimatedRows)} rows and ${bytes(table.size)}.`);
  byId('detail-table').replaceChildren();
  await readTasks();
  byId('detail').focus();
}

async function readTasks() {
  const asked = opened?.table;
  if (asked === undefined) return;
  try {
    const response = await fetch(`/api/tasks?table=${asked}`);
    const answer = await response.json();
    if (opened?.table !== asked) return;
    if (!response.ok) say(byId('detail-note'), answer.message);
    else showTasks(answer.tasks, state?.migration?.running ?? []);
  } catch {
    say(byId('detail-note'), 'The process that serves this page does not answer.');
  }
}

function closeTable() {
  byId('detail').hidden = true;
  opened?.from?.focus();
  opened = null;
}

function follow() {
  const events = new EventSource('/api/events');
  const on = (name, take) => events.addEventListener(name, (event) => take(JSON.parse(event.data)));
  events.addEventListener('open', () => log.clear());
  events.addEventListener('error', () => {
    if (ended) return;
    const gone = events.readyState === EventSource.CLOSED;
    connection(gone ? 'not allowed, or too many pages are open' : 'connection lost', 'bad');
    announce(gone ? 'The connection was refused.' : 'The connection is lost; the page tries again.');
  });
  on('state', takeState);
  on('tables', (batch) => tables.take(batch));
  on('rate', (batch) => {
    chart.take(batch);
    if (state) showOverview();
  });
  on('log', (batch) => log.take(batch.lines));
  on('end', (end) => {
    ended = end;
    events.close();
    connection('ended', '');
    announce(end.message);
    if (state) takeState(state);
  });
}

byId('detail-close').addEventListener('click', closeTable);
byId('detail').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeTable();
});
setInterval(() => {
  if (opened && !ended && !document.hidden) readTasks();
}, 2000);
prepareControl();
follow();
