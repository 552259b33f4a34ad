// Pause, continue, set, drain and stop. Each is a directive in the ledger; the answer says what follows.
import { byId, element, say, whenChanged } from './words.js';

async function send(directive) {
  const buttons = document.querySelectorAll('#control button');
  say(byId('answer'), 'The directive is given …');
  byId('answer').className = '';
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const response = await fetch('/api/directives', {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-ActorMigrate-Control': '1' }, body: JSON.stringify(directive),
    });
    const answer = await response.json();
    say(byId('answer'), [answer.message, answer.remedy].filter(Boolean).join(' '));
    byId('answer').className = response.ok ? 'good' : 'bad';
    return response.ok;
  } catch {
    say(byId('answer'), 'The process that serves this page does not answer.');
    byId('answer').className = 'bad';
    return false;
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

export function prepareControl() {
  byId('pause').addEventListener('click', () => send({ verb: 'pause' }));
  byId('continue').addEventListener('click', () => send({ verb: 'continue' }));
  byId('stop').addEventListener('click', () => byId('confirm').showModal());
  byId('stop-no').addEventListener('click', () => byId('confirm').close());
  byId('stop-yes').addEventListener('click', () => {
    byId('confirm').close();
    send({ verb: 'stop' });
  });
  byId('drain-no').addEventListener('click', () => byId('confirm-drain').close());
  byId('drain-yes').addEventListener('click', () => {
    byId('confirm-drain').close();
    send({ verb: 'drain', node: draining });
  });
  byId('set').addEventListener('submit', async (event) => {
    event.preventDefault();
    const [copy, index, rate] = [byId('set-copy'), byId('set-index'), byId('set-rate')];
    if (await send({ verb: 'set', node: byId('set-node').value, copySlots: copy.value, indexSlots: index.value, maxRate: rate.value })) {
      for (const field of [copy, index, rate]) field.value = '';
    }
  });
}

let draining = null;
/** Asks whether a node is to be drained: that cannot be taken back. */
export function askDrain(node) {
  draining = node;
  say(byId('drain-title'), `Drain ${node}?`);
  byId('confirm-drain').showModal();
}

const nodesChanged = whenChanged();
export function showControl(allows, migration) {
  byId('control').hidden = !allows || !migration || Boolean(migration.outcome);
  if (!migration) return;
  byId('pause').hidden = Boolean(migration.paused);
  byId('continue').hidden = !migration.paused;
  const nodes = migration.nodes.filter((node) => node.state === 'living').map((node) => node.name);
  nodesChanged(nodes, () => {
    const chosen = byId('set-node').value;
    byId('set-node').replaceChildren(element('option', { value: '' }, 'all nodes'), ...nodes.map((name) => element('option', {}, name)));
    if (nodes.includes(chosen)) byId('set-node').value = chosen;
  });
}
