// The operator's page. Everything it shows comes from the gateway's API, with the key that was entered, which stays in this
// tab's session storage.

import { Chart } from './charts.js';

const KEY = 'frontu-gateway-key';
const EVERY = 5000;
const TIMEOUT = 10000;
const CLASSES = ['interactive', 'write', 'background'];
const MOST_CLIENTS = 7;
const FREE = ['hit', 'stale', 'collapsed', 'subsumed'];

const $ = id => document.getElementById(id);
const charts = {
  sent: new Chart($('sent-chart'), true),
  held: new Chart($('held-chart'), false),
  queue: new Chart($('queue-chart'), false),
};

let history = [];
let status = {};
let operations = { items: [], next: null, pages: 0, shown: '' };
let running = false;
let timer;

// ---- asking -----------------------------------------------------------------------------------------------------------

class Refused extends Error {
  constructor(code, problem) {
    super(problem.detail ?? problem.title ?? `The gateway answered ${code}.`);
    this.code = code;
    this.kind = (problem.type ?? '').split(':').pop();
  }
}

async function ask(path, { method = 'GET', account, key = sessionStorage.getItem(KEY) } = {}) {
  const headers = { Authorization: `Bearer ${key}`, Accept: 'application/json' };
  if (account) {
    headers['Frontu-Account'] = account;
  }
  const answer = await fetch(path, { method, headers, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) });
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(answer.status, document);
  }
  return document;
}

// ---- building ---------------------------------------------------------------------------------------------------------

function el(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter(child => child != null));
  return node;
}

/** Puts new children in place of the old; what had the focus has it again, if it is still there. */
function fill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : '';
  parent.replaceChildren(...children);
  if (focused) {
    $(focused)?.focus();
  }
}

/** A row of a table: the first cell heads it, and each cell knows its column, for narrow screens. */
function row(table, head, ...cells) {
  const labels = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
  const first = el('th', { scope: 'row' }, head);
  return el('tr', {}, first, ...cells.map((cell, i) => {
    const node = cell instanceof HTMLTableCellElement ? cell : el('td', {}, cell);
    node.dataset.label = labels[i + 1];
    return node;
  }));
}

function figures(list, entries) {
  fill(list, ...entries.map(([name, value, look = '']) =>
    el('div', {}, el('dt', {}, name), el('dd', { className: look }, value))));
}

const number = value => (value == null ? '–' : Math.round(value).toLocaleString('en'));
const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : '–');
const marked = (text, look) => el('span', { className: look }, text);

function span(seconds) {
  if (seconds == null) {
    return '–';
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function ago(moment) {
  const seconds = (Date.now() - Date.parse(moment)) / 1000;
  const text = Number.isNaN(seconds) ? '–' : `${span(Math.max(0, seconds))} ago`;
  return el('time', { dateTime: moment ?? '', title: moment ?? '' }, text);
}

function until(moment) {
  const seconds = (Date.parse(moment) - Date.now()) / 1000;
  return moment ? `in ${span(Math.max(0, seconds))}` : '–';
}

function say(text) {
  $('message').textContent = text;
}

// ---- the quota now ----------------------------------------------------------------------------------------------------

function showQuota(quota) {
  const used = quota.used / quota.workingLimit;
  const meter = $('meter');
  meter.className = `meter ${used >= 0.98 ? 'full' : used >= 0.85 ? 'near' : ''}`;
  meter.firstElementChild.style.width = `${Math.min(100, 100 * used)}%`;
  meter.setAttribute('aria-valuemax', quota.workingLimit);
  meter.setAttribute('aria-valuenow', quota.used);
  meter.setAttribute('aria-valuetext', `${quota.used} of ${quota.workingLimit} held`);
  figures($('window'), [
    ['Held', `${number(quota.used)} of ${number(quota.workingLimit)}`],
    ['Free', number(quota.remaining)],
    ['In flight', number(quota.inFlight)],
    ['Worst window', `${number(quota.worstWindow)} of ${number(quota.limit)}`,
      quota.worstWindow > quota.limit ? 'bad' : ''],
    ['Window', span(quota.window)],
    ['Next frees', until(quota.nextFreeAt)],
    ['Gate', quota.blockedUntil ? `closed, tried ${until(quota.blockedUntil)}` : 'open', quota.blockedUntil ? 'bad' : ''],
  ]);
  const table = $('clients');
  fill(table.tBodies[0], ...Object.entries(quota.clients).map(([name, use]) =>
    row(table, name, number(use.used), number(use.waiting), number(use.guaranteed), number(use.limit),
      number(use.weight), number(use.spent), number(use.saved))));
}

// ---- the last hour ----------------------------------------------------------------------------------------------------

const total = (items, value) => items.reduce((sum, item) => sum + value(item), 0);
const times = () => history.map(item => Date.parse(item.from) / 1000);
const level = name => history.map(item => item.levels[name] ?? null);
const latest = name => level(name).findLast(value => value != null);
const highest = name => level(name).reduce((most, value) => (value > most ? value : most), 0);
const ofClass = (item, name) => total(Object.values(item.sent), classes => classes[name] ?? 0);
const ofClient = (item, name) => total(Object.values(item.sent[name] ?? {}), count => count);

/** The clients by what they sent, the most first. */
function senders() {
  const names = [...new Set(history.flatMap(item => Object.keys(item.sent)))];
  const sums = new Map(names.map(name => [name, total(history, item => ofClient(item, name))]));
  return names.sort((a, b) => sums.get(b) - sums.get(a));
}

function sentSeries() {
  if (document.querySelector('input[name=by]:checked').value === 'class') {
    return CLASSES.map(name => ({ label: name, values: history.map(item => ofClass(item, name)) }));
  }
  const names = senders();
  const series = names.slice(0, MOST_CLIENTS).map(name => ({
    label: name, values: history.map(item => ofClient(item, name)),
  }));
  const others = names.slice(MOST_CLIENTS);
  if (others.length) {
    series.push({ label: 'others', values: history.map(item => total(others, name => ofClient(item, name))) });
  }
  return series;
}

function showHistory() {
  showSent();
  charts.held.show(times(), [
    { label: 'held', values: level('used') },
    { label: 'working limit', values: level('workingLimit'), dashed: true },
    { label: 'waiting calls', values: level('waiting') },
  ]);
  $('held-caption').textContent = `Slots of the window held: now ${number(latest('used'))}, at most `
    + `${number(highest('used'))} in the last hour; calls that waited at once: at most ${number(highest('waiting'))}.`;
  showReads();
  showQueue();
}

function showSent() {
  charts.sent.show(times(), sentSeries());
  const counts = history.map(item => total(CLASSES, name => ofClass(item, name)));
  const all = total(counts, count => count);
  $('sent-caption').textContent = `Requests to Frontu in each half minute: ${number(all)} in the last hour, at most `
    + `${number(Math.max(0, ...counts))} in one half minute.`;
  const table = $('sent');
  fill(table.tHead, el('tr', {}, ...['Client', ...CLASSES, 'all'].map(name => el('th', { scope: 'col' }, name))));
  const rows = senders().map(name => row(table, name,
    ...CLASSES.map(kind => number(total(history, item => item.sent[name]?.[kind] ?? 0))),
    number(total(history, item => ofClient(item, name)))));
  fill(table.tBodies[0], ...rows, row(table, 'all',
    ...CLASSES.map(kind => number(total(history, item => ofClass(item, kind)))), number(all)));
}

function showReads() {
  const outcomes = [...new Set(history.flatMap(item => Object.keys(item.reads)))].sort();
  const sums = outcomes.map(name => total(history, item => item.reads[name] ?? 0));
  const all = total(sums, sum => sum);
  const free = total(outcomes, name => (FREE.includes(name) ? sums[outcomes.indexOf(name)] : 0));
  figures($('cache'), [
    ['Answered without Frontu', percent(free, all)],
    ['Reads', number(all)],
    ['Requests saved', number(total(history, item => item.saved))],
  ]);
  fill($('outcomes'), ...outcomes.map((name, i) => {
    const part = el('span');
    part.style.flexGrow = sums[i];
    part.style.background = `var(--c${i % 8})`;
    return part;
  }));
  const table = $('reads');
  fill(table.tBodies[0], ...outcomes.map((name, i) => {
    const swatch = el('span', { className: 'swatch' });
    swatch.style.background = `var(--c${i % 8})`;
    return row(table, el('span', {}, swatch, name), number(sums[i]), percent(sums[i], all));
  }));
}

function showQueue() {
  figures($('queue'), [
    ['Queued', number(latest('queued'))],
    ['Sending', number(latest('sending'))],
    ['Dead', number(latest('dead')), latest('dead') > 0 ? 'warn' : ''],
    ['Oldest waits', span(latest('oldestSeconds'))],
  ]);
  charts.queue.show(times(), ['queued', 'sending', 'dead'].map(name => ({ label: name, values: level(name) })));
  $('queue-caption').textContent = `Operations by state: at most ${number(highest('queued'))} queued in the last hour; `
    + `the oldest waited ${span(highest('oldestSeconds'))}.`;
}

// ---- the status -------------------------------------------------------------------------------------------------------

function showStatus() {
  const reasons = status.degraded?.items ?? [];
  $('state').hidden = false;
  $('state').textContent = reasons.length ? 'degraded' : 'ok';
  $('state').className = `badge ${reasons.length ? 'warn' : 'good'}`;
  $('degraded').hidden = reasons.length === 0;
  fill($('reasons'), ...reasons.map(one => el('li', {}, el('strong', {}, one.reason), ` ${one.detail}`)));
  showAccounts(Object.entries(status.accounts ?? {}));
  const redis = status.redis ?? {};
  figures($('redis'), [
    ['Redis', redis.inReach ? 'in reach' : 'out of reach', redis.inReach ? 'good' : 'bad'],
    ['Keeps every write', redis.durable == null ? '–' : redis.durable ? 'yes' : 'no', redis.durable === false ? 'warn' : ''],
    ['Gateway version', status.version ?? '–', 'long'],
  ]);
  const table = $('replicas');
  fill(table.tBodies[0], ...(status.replicas?.items ?? []).map(one =>
    row(table, one.self ? `${one.id} (answers here)` : one.id, one.version, ago(one.startedAt), ago(one.seenAt))));
}

function showAccounts(accounts) {
  const table = $('accounts');
  fill(table.tBodies[0], ...accounts.map(([name, account]) => {
    const key = account.key?.state ?? '–';
    const queue = account.queue ?? {};
    return row(table, name,
      marked(account.breaker, account.breaker === 'closed' ? 'good' : 'bad'),
      marked(key, key === 'refused' ? 'bad' : key === 'accepted' ? 'good' : ''),
      queue.paused == null ? '–' : marked(queue.paused ? 'paused' : 'open', queue.paused ? 'bad' : 'good'),
      number(queue.queued), number(queue.dead), span(queue.oldestSeconds));
  }));
  const names = accounts.map(([name]) => name);
  const select = $('op-account');
  if ([...select.options].map(option => option.value).join() !== names.join()) {
    const chosen = select.value;
    select.replaceChildren(...names.map(name => el('option', {}, name)));
    select.value = names.includes(chosen) ? chosen : names[0];
  }
}

// ---- operations -------------------------------------------------------------------------------------------------------

const account = () => $('op-account').value;
const operation = id => `v1/operations/${encodeURIComponent(id)}`;

async function loadOperations(cursor) {
  const query = new URLSearchParams({ state: $('op-state').value, limit: 25 });
  if (cursor) {
    query.set('cursor', cursor);
  }
  const page = await ask(`v1/operations?${query}`, { account: account() });
  operations.items = cursor ? [...operations.items, ...page.items] : page.items;
  operations.next = page.next;
  operations.pages = cursor ? operations.pages + 1 : 1;
  showOperations();
}

function showOperations() {
  const { items, next } = operations;
  $('more').hidden = !next;
  $('no-operations').hidden = items.length > 0;
  $('no-operations').textContent = `No operation is ${$('op-state').value}.`;
  $('operations').hidden = items.length === 0;
  const shown = JSON.stringify(items);
  if (shown !== operations.shown) {
    operations.shown = shown;
    fill($('operations').tBodies[0], ...items.map(operationRow));
  }
}

function operationRow(one) {
  const what = `${one.action} ${one.resource}`;
  const item = one.systemId ?? one.guid ?? '–';
  const why = [one.reason ?? one.waitingFor, one.problem?.detail].filter(Boolean).join(': ');
  const deeds = el('td', {}, button(one, 'view', 'View', `View ${what} ${item}`, view));
  if (one.state === 'dead') {
    deeds.append(button(one, 'replay', 'Replay', `Replay ${what} ${item}`, replay));
  }
  if (one.state === 'queued') {
    deeds.append(button(one, 'cancel', 'Cancel', `Cancel ${what} ${item}`, cancel));
  }
  return row($('operations'), what, item, one.client, number(one.attempts), why || '–', ago(one.updatedAt), deeds);
}

function button(one, deed, text, label, action) {
  const node = el('button', { type: 'button', id: `${deed}-${one.id}`, ariaLabel: label }, text);
  node.addEventListener('click', async () => {
    node.disabled = true;
    try {
      await action(one);
    } catch (failure) {
      say(failure.message);
    } finally {
      node.disabled = false;
    }
  });
  return node;
}

async function view(one) {
  const whole = await ask(operation(one.id), { account: account() });
  $('view-title').textContent = `Operation ${one.id}`;
  $('view-text').textContent = JSON.stringify(whole, null, 2);
  $('view').showModal();
}

async function replay(one, force = false) {
  try {
    await ask(`${operation(one.id)}/replay${force === true ? '?force=true' : ''}`, { method: 'POST', account: account() });
    say(`Operation ${one.id} is sent again.`);
  } catch (refused) {
    const over = 'A newer write to this item is done or under way. Send the old one all the same?';
    if (refused.kind === 'newer-write-done' && !force && confirm(over)) {
      return replay(one, true);
    }
    throw refused;
  }
  return loadOperations();
}

async function cancel(one) {
  if (confirm(`Cancel ${one.action} of ${one.resource} ${one.systemId ?? one.guid ?? ''}? It will not reach Frontu.`)) {
    await ask(operation(one.id), { method: 'DELETE', account: account() });
    say(`Operation ${one.id} is cancelled.`);
    await loadOperations();
  }
}

// ---- live -------------------------------------------------------------------------------------------------------------

/** One part of the page: where it fails, it says so there, and the others go on. */
async function part(fault, work) {
  try {
    await work();
    $(fault).hidden = true;
    return true;
  } catch (failure) {
    if (failure.code === 401 || (failure.code === 403 && failure.kind === 'forbidden' && fault === 'history-fault')) {
      leave(failure.message);
    } else if (!$('main').hidden) {
      $(fault).hidden = false;
      $(fault).textContent = failure.name === 'TimeoutError' ? 'The gateway does not answer.' : failure.message;
    }
    return false;
  }
}

async function refresh() {
  if (running || !sessionStorage.getItem(KEY) || document.hidden) {
    return;
  }
  running = true;
  const parts = await Promise.all([
    part('window-fault', async () => showQuota(await ask('v1/quota'))),
    part('history-fault', async () => {
      history = (await ask('v1/console/history')).items;
      showHistory();
    }),
    part('status-fault', async () => {
      status = await ask('v1/status');
      showStatus();
    }),
  ]);
  if (operations.pages <= 1 && account()) {
    await part('operations-fault', () => loadOperations());
  }
  if (parts.some(Boolean)) {
    $('updated').textContent = `as of ${new Date().toLocaleTimeString('en-GB')}`;
  }
  running = false;
}

function enter() {
  $('enter').hidden = true;
  $('main').hidden = false;
  $('leave').hidden = false;
  $('refusal').textContent = '';
  clearInterval(timer);
  timer = setInterval(refresh, EVERY);
  return refresh();
}

function leave(reason) {
  clearInterval(timer);
  sessionStorage.removeItem(KEY);
  for (const id of ['main', 'leave', 'state']) {
    $(id).hidden = true;
  }
  $('enter').hidden = false;
  $('updated').textContent = '';
  $('refusal').textContent = reason;
  $('key').value = '';
  $('key').focus();
}

$('enter').addEventListener('submit', async event => {
  event.preventDefault();
  const key = $('key').value.trim();
  try {
    await ask('v1/console/history', { key });
  } catch (failure) {
    // Whoever may operate is let in also while Redis is away: the rest of the page is what is needed then.
    if (failure.kind !== 'store-unavailable') {
      $('refusal').textContent = failure.message;
      $('key').focus();
      return;
    }
  }
  sessionStorage.setItem(KEY, key);
  $('key').value = '';
  await enter();
  $('main').focus();
});

$('leave').addEventListener('click', () => leave(''));
$('more').addEventListener('click', () => part('operations-fault', () => loadOperations(operations.next)));
for (const id of ['op-state', 'op-account']) {
  $(id).addEventListener('change', () => part('operations-fault', () => loadOperations()));
}
for (const choice of document.querySelectorAll('input[name=by]')) {
  choice.addEventListener('change', showSent);
}
document.addEventListener('visibilitychange', refresh);

if (sessionStorage.getItem(KEY)) {
  enter();
}
