// Counts, sizes and durations in words, as the program's own output has them, and elements made without any HTML text.
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const count = (n) => Math.round(n).toLocaleString('en-US');

export function bytes(n) {
  let unit = 0;
  for (; n >= 1000 && unit < units.length - 1; unit++) n /= 1024;
  return `${unit === 0 || n >= 99.95 ? Math.round(n) : n.toFixed(1)} ${units[unit]}`;
}

export const rate = (n) => `${bytes(n)}/s`;

export function seconds(s) {
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 59.5) return `${Math.round(s)} s`;
  const two = (n) => String(n).padStart(2, '0');
  if (s < 3599.5) return `${Math.floor(Math.round(s) / 60)} m ${two(Math.round(s) % 60)} s`;
  const minutes = Math.round(s / 60);
  if (s < 86370) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  const hours = Math.round(s / 3600);
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** A span that goes on, in whole seconds. */
export const age = (s) => (s < 59.5 ? `${Math.round(s)} s` : seconds(s));

export const clock = (iso) => (iso ? new Date(iso).toLocaleTimeString('en-GB') : '');

/** Makes an element; texts stay texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only where it differs, so that nothing is read out or redrawn for it. */
export function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Runs a change of the page only when what it shows has changed. */
export function whenChanged() {
  let before = null;
  return (value, change) => {
    const now = JSON.stringify(value);
    if (now !== before) change();
    before = now;
  };
}
