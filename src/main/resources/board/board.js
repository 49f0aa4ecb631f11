"use strict";

const WINDOW = 30_000;   // the length of the time line, in milliseconds like all durations here
const POLL = 500;
const TIMEOUT = 3_000;
const SLOW = 500;
const TICK = 100;        // quick requests closer than this would be drawn on the same pixels
const CONNECTIONS = 6;   // how many connections browsers open to one host over HTTP/1.1
const LOG = 40;
const ROWS = 40;         // running requests drawn if there are no fixed workers
const BARS = 300;        // per lane

const $ = id => document.getElementById(id);

function element(tag, className, parent) {
  const created = document.createElement(tag);
  created.className = className;
  parent?.append(created);
  return created;
}

function set(node, property, value) {
  if (node[property] !== value) node[property] = value;
}

const text = (node, value) => set(node, "textContent", String(value));
const seconds = ms => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
const duration = ms => (ms < 1000 ? `${Math.round(ms)} ms` : seconds(ms));
const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

// --- The server's clock

let clockOffset = 0;
let clockSamples = [];

function setClock(serverTime, sent, received) {
  const sample = { trip: received - sent, offset: serverTime - (sent + received) / 2 };
  // One of the clocks was set: earlier samples are void.
  if (Math.abs(sample.offset - clockOffset) > TIMEOUT) clockSamples = [];
  clockSamples = [...clockSamples.slice(-19), sample];
  // The quickest exchange has the smallest error.
  clockOffset = clockSamples.reduce((best, s) => (s.trip < best.trip ? s : best)).offset;
}

const now = () => Date.now() + clockOffset;

// --- The time axis: everything is placed once relative to "epoch", then only its track moves

let epoch = 0;
let knownUntil = 0;

const position = time => ((time - epoch) / WINDOW) * 100;

// --- Lanes

const lanes = new Map();

function addLane({ key, name, isWorker, spare }) {
  const row = element("div", spare ? "lane spare" : "lane", $("lanes"));
  if (isWorker) row.dataset.worker = key;
  const label = element("span", "name", row);
  text(element("b", "", label), name);
  const state = element("span", "", label);
  const track = element("div", "track", element("div", "rail", row));
  return { row, state, track, bars: [], running: null, seen: -1, requests: 0 };
}

function addBar(lane, request) {
  const node = element("div", "bar", lane.track);
  node.dataset.path = request.path;
  const label = element("span", "label", node);
  text(element("span", "path", label), request.path);
  const bar = { id: request.id, name: `${request.method} ${request.path}`, start: Date.parse(request.since ?? request.start),
    end: null, status: null, count: 1, node, time: element("span", "time", label) };
  lane.bars.push(bar);
  return bar;
}

// An uncounted request, or one that releases its worker to wait, returns its id: the next request gets the same.
const isSame = (bar, request) => bar.id === request.id && Math.abs(bar.start - Date.parse(request.since ?? request.start)) < TICK;

function finish(lane, request) {
  const last = lane.bars.at(-1);
  const start = Date.parse(request.start);
  const end = Date.parse(request.end);
  let bar;
  if (lane.running && isSame(lane.running, request)) {
    bar = lane.running;
    lane.running = null;
  } else if (end < now() - WINDOW) {
    return;
  } else if (last && last.end !== null && end - last.start < TICK && last.status === request.status && last.node.dataset.path === request.path) {
    bar = last;
    bar.count++;
  } else {
    bar = addBar(lane, request);
  }
  Object.assign(bar, { start: Math.min(bar.start, start), end, status: request.status });
  place(bar, end);
}

function place(bar, time) {
  const end = bar.end ?? time;
  const length = end - bar.start;
  // The bar of a long request is drawn for two windows at most.
  const start = Math.max(bar.start, end - 2 * WINDOW);
  bar.node.style.left = `${position(start)}%`;
  bar.node.style.width = `${((end - start) / WINDOW) * 100}%`;
  const failed = bar.status >= 400;
  set(bar.node, "className", `bar ${length >= SLOW ? "slow" : "quick"}${bar.end === null ? " running" : ""}${failed ? " failed" : ""}`);
  text(bar.time, failed ? `${bar.status} · ${duration(length)}` : bar.end === null ? seconds(length) : duration(length));
  const times = bar.count > 1 ? `${bar.count} × ` : "";
  set(bar.node, "title", times + bar.name + (bar.end === null ? ", running" : `: ${bar.status ?? "ended"} after ${duration(length)}`));
}

function updateLane(lane, worker, time) {
  if (worker.requests < lane.requests) {
    // The server was restarted.
    lane.track.replaceChildren();
    Object.assign(lane, { bars: [], running: null, seen: -1 });
  }
  lane.requests = worker.requests;
  const finished = (worker.last ?? []).filter(r => r.id > lane.seen).sort((a, b) => a.id - b.id);
  for (const request of finished) finish(lane, request);
  lane.seen = finished.at(-1)?.id ?? lane.seen;

  const current = worker.current;
  if (lane.running && !(current && isSame(lane.running, current))) letGo(lane, time);
  if (current && !lane.running) lane.running = addBar(lane, current);
  const oldest = lane.bars.length - BARS;
  lane.bars = lane.bars.filter((bar, i) => bar.end === null || (bar.end > time - WINDOW && i >= oldest) || bar.node.remove());
  lane.row.dataset.state = worker.state;
  lane.row.classList.toggle("held", isSlow(current));
  if (!current) text(lane.state, worker.state);
}

// The running request has ended and isn't among the last ones.
function letGo(lane, time) {
  const bar = lane.running;
  lane.running = null;
  if (lane.requests > bar.id) {
    // It ended, and so many others after it that the server no longer lists it.
    bar.end = time;
    place(bar, time);
  } else {
    lane.bars.splice(lane.bars.indexOf(bar), 1);
    bar.node.remove();
  }
}

const isSlow = current => current?.seconds * 1000 >= SLOW;

const isFixed = data => data.workers?.length > 0 || !data.running;

// A spare that isn't in use has no lane and no row.
const inUse = workers => (workers ?? []).filter(worker => worker.inUse !== false);

// Models without fixed workers list the running requests: each has a row of its own.
function rowsOf(data) {
  if (isFixed(data)) return inUse(data.workers).map(worker => ({ ...worker, key: String(worker.number), name: worker.number, isWorker: true }));
  return data.running.slice(0, ROWS).map(r => ({
    key: String(r.id ?? `${r.method} ${r.path} ${r.since}`), name: r.method, state: "busy", requests: 0, current: { id: 0, ...r },
  }));
}

function synchronise(map, parent, rows, create) {
  const keys = new Set(rows.map(row => row.key));
  for (const [key, entry] of map) {
    if (keys.has(key)) continue;
    entry.row.remove();
    map.delete(key);
  }
  const added = rows.filter(row => !map.has(row.key));
  for (const row of added) map.set(row.key, create(row));
  // New rows move to their places.
  if (added.length > 0) for (const row of rows) parent.append(map.get(row.key).row);
}

function updateLanes(data, rows, time) {
  const fixed = isFixed(data);
  text($("lanes-title"), fixed ? "Workers" : "Running requests");
  text($("table-key"), fixed ? "Worker" : "Method");
  text($("lanes-more"), fixed || data.running.length <= ROWS ? "" : `and ${data.running.length - ROWS} more`);
  synchronise(lanes, $("lanes"), rows, addLane);
  for (const row of rows) updateLane(lanes.get(row.key), row, time);
}

// --- The table: the same as text

const tableRows = new Map();

function addTableRow(body, name, length) {
  const line = element("tr", "", body);
  const head = element("th", "", line);
  head.scope = "row";
  text(head, name);
  return { row: line, cells: Array.from({ length }, () => element("td", "", line)) };
}

function updateTable(rows) {
  const body = $("workers").tBodies[0];
  synchronise(tableRows, body, rows, row => addTableRow(body, row.spare ? `${row.name} (spare)` : row.name, 6));
  for (const row of rows) {
    const { row: line, cells } = tableRows.get(row.key);
    const current = row.current;
    line.classList.toggle("held", isSlow(current));
    const values = [row.state, current ? `${current.method} ${current.path}` : "–", current ? seconds(current.seconds * 1000) : "–",
      ...(row.isWorker ? [row.requests, `${Math.round(row.utilization * 100)} %`, seconds(row.busySeconds * 1000)] : ["–", "–", "–"])];
    values.forEach((value, i) => text(cells[i], value));
  }
}

// --- The pace of each handler

const handlerRows = new Map();

function updateHandlers(handlers) {
  $("handlers-part").hidden = handlers.length === 0;
  const body = $("handlers").tBodies[0];
  const rows = handlers.map(handler => ({ ...handler, key: `${handler.method} ${handler.pattern}` }));
  synchronise(handlerRows, body, rows, row => addTableRow(body, row.key, 7));
  for (const row of rows) {
    const learned = row.requests > 0;
    const values = [row.declared ? `${row.declared} (declared)` : row.pace, learned ? `${Math.round(row.quickShare * 100)} %` : "–",
      learned ? duration(row.averageSeconds * 1000) : "–", row.requests, row.running, row.waiting, row.refused];
    values.forEach((value, i) => text(handlerRows.get(row.key).cells[i], value));
  }
}

// --- Charts: one step per poll; times without a measurement stay empty

const queueChart = { path: $("queue-chart").firstElementChild, steps: [], least: 5 };
const waitChart = { path: $("wait-chart").firstElementChild, steps: [], least: 1000 };
const charts = [queueChart, waitChart];

function addStep(chart, time, value) {
  const from = Math.max(chart.steps.at(-1)?.to ?? 0, time - 2 * POLL);
  chart.steps = [...chart.steps.filter(step => step.to > time - WINDOW), { from, to: time, value }];
  drawChart(chart);
}

const peak = chart => chart.steps.reduce((most, step) => Math.max(most, step.value), 0);

function drawChart(chart) {
  const height = 38 / Math.max(chart.least, peak(chart));
  const step = ({ from, to, value }) => `M${position(from)} 40V${40 - value * height}H${position(to)}V40Z`;
  chart.path.setAttribute("d", chart.steps.filter(s => s.value > 0).map(step).join(""));
}

let lastWait = null;

function updateFigures({ queue, queueWait, waiting, rejected }, time) {
  for (const [id, part] of Object.entries({ queue, wait: queueWait, waiting, rejected })) $(id).hidden = !part;
  for (const [id, part] of Object.entries({ queue, waiting })) {
    $(`${id}-strip`).hidden = !part;
    $(`${id}-strip`).lastElementChild.style.width = `${(part?.size ?? 0) * 0.875}rem`;
    text($(`${id}-size`), part?.size ?? "–");
    text($(`${id}-note`), part ? `of ${part.capacity}` : "");
  }
  text($("rejected-total"), rejected ? rejected.full + rejected.timeout : "–");
  text($("rejected-note"), rejected ? `${rejected.full} room full, ${rejected.timeout} waited too long` : "");
  if (queue) {
    addStep(queueChart, time, queue.size);
    if (queue.oldestSince) text($("queue-note"), `longest wait so far ${seconds(time - Date.parse(queue.oldestSince))}`);
    text($("queue-peak"), `highest in 30 s: ${peak(queueChart)}`);
  }
  if (queueWait) updateWait(queueWait, time);
}

function updateWait(total, time) {
  const taken = lastWait ? total.count - lastWait.count : 0;
  addStep(waitChart, time, taken > 0 ? ((total.seconds - lastWait.seconds) / taken) * 1000 : null);
  lastWait = total;
  const measured = waitChart.steps.findLast(step => step.value !== null);
  const age = time - (measured?.to ?? time);
  text($("wait-mean"), measured ? duration(measured.value) : "–");
  text($("wait-note"), !measured ? "none taken in 30 s" : age < POLL ? "" : `${Math.round(age / 1000)} s ago`);
  text($("wait-peak"), `highest in 30 s: ${duration(peak(waitChart))}`);
}

// --- The header, and the sentence that sums the state up

function updateHeader(data, rows, time) {
  const { model, workers, busy, stuck } = data;
  $("model").hidden = !model;
  text($("model-name"), model?.name ?? "");
  text($("model-description"), model?.description ?? "");
  text($("busy"), (isFixed(data) ? `${busy} of ${inUse(workers).length} busy` : `${data.running.length} running`) + (stuck ? `, ${stuck} stuck` : ""));
  text($("verdict"), verdict(data, rows.filter(row => isSlow(row.current)).length, time));
}

function verdict({ workers, busy, queue, waiting, spares }, slow, time) {
  const size = inUse(workers).length;
  const standIn = spares?.inUse ? ` ${count(spares.inUse, "spare")} of ${spares.capacity} in use for stuck workers.` : "";
  const room = (waiting?.size ? ` ${count(waiting.size, "request")} in the waiting room.` : "") + standIn;
  if (queue?.size > 0) {
    const oldest = queue.oldestSince ? `, the first for ${seconds(time - Date.parse(queue.oldestSince))}` : "";
    const why = size && slow ? `Slow requests hold ${slow} of ${count(size, "worker")}. ` : "";
    return `${why}${count(queue.size, "request")} in the queue${oldest}: even a quick one has to wait its turn.${room}`;
  }
  if (!size) return `The next request starts at once.${room}`;
  if (busy >= size) return `All workers are busy: the next request has to wait.${room}`;
  return `${size - busy} of ${count(size, "worker")} free: the next request starts at once.${room}`;
}

// --- Polling

let polling = false;
let nextPoll = 0;

function setStatus(state, message) {
  text($("status"), message);
  if ($("status").dataset.state === state) return;
  $("status").dataset.state = state;
  for (const host of hosts) host.restsUntil = 0;
}

async function poll() {
  if (polling || document.hidden) return;
  polling = true;
  const sent = Date.now();
  const data = await ask().catch(error => error);
  polling = false;
  clearTimeout(nextPoll);
  nextPoll = setTimeout(poll, Math.max(0, sent + POLL - Date.now()));
  if (!(data instanceof Error)) return show(data, sent);
  setStatus("lost", data.name === "TimeoutError" ? "The server doesn't answer; trying again…" : "The server can't be reached; trying again…");
  text($("verdict"), "");
}

async function ask() {
  const response = await fetch(location.pathname, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

function show(data, sent) {
  const time = Date.parse(data.time);
  setClock(time, sent, Date.now());
  knownUntil = time;
  setStatus("live", "Live");
  const rows = rowsOf(data);
  updateHeader(data, rows, time);
  updateLanes(data, rows, time);
  updateTable(rows);
  updateHandlers(data.handlers ?? []);
  updateFigures(data, time);
  setSite(data.site);
  if (reducedMotion.matches) paint();
}

// --- Painting between the polls

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
let frame = 0;

function paint() {
  const time = now();
  const rebase = Math.abs(time - epoch) > 2 * WINDOW;
  if (rebase) epoch = time;
  const shift = 100 - position(time);
  // If the server no longer answers, its state is unknown: its bars stop growing.
  const runningUntil = Math.min(time, knownUntil + 2 * POLL);
  for (const lane of lanes.values()) {
    if (rebase) for (const bar of lane.bars) place(bar, runningUntil);
    if (lane.running) {
      place(lane.running, runningUntil);
      text(lane.state, seconds(runningUntil - lane.running.start));
    }
    lane.track.style.transform = `translateX(${shift}%)`;
  }
  for (const chart of charts) {
    if (rebase) drawChart(chart);
    chart.path.setAttribute("transform", `translate(${shift} 0)`);
  }
  for (const answer of answers) if (answer.status === "pending") showAnswer(answer);
}

function animate() {
  cancelAnimationFrame(frame);
  if (reducedMotion.matches) return;
  paint();
  frame = requestAnimationFrame(animate);
}

// --- Sending. A slow answer keeps its connection, and a browser opens only six to a host: ten sleeps would
// delay the poll and the next "/" inside the browser, and the page would measure that delay. So requests are
// spread over both names of the loopback address. One connection of the page's own host is left to the poll,
// and one of all connections to quick requests. Further requests are held here, and their entries say so.

const answers = [];
let site = null;
let hosts = [];

function setSite(address) {
  if (address === site) return;
  site = address;
  const main = new URL(address, location.href);
  const sibling = { "127.0.0.1": "localhost", localhost: "127.0.0.1" }[main.hostname];
  const names = sibling && main.protocol === "http:" ? [main.hostname, sibling] : [main.hostname];
  hosts = names.map((name, i) => {
    const base = new URL(main);
    base.hostname = name;
    return { base, isSibling: i > 0, room: CONNECTIONS - (base.host === location.host ? 1 : 0), busy: 0, restsUntil: 0 };
  });
  const total = hosts.reduce((sum, host) => sum + host.room, 0);
  text($("connections"), `This browser opens six connections to a host, so this page has at most ${total} requests under way,`
    + ` ${total - 1} of them to /sleep (${hosts.map(host => host.base.host).join(" and ")}).`);
  for (const button of document.querySelectorAll("button[data-path]")) button.disabled = false;
}

function press({ path, count: times, slow }) {
  if (answers.filter(isOpen).length + Number(times) > LOG) {
    text($("summary"), `Enough for now: ${answers.filter(isOpen).length} requests still have no answer.`);
    return;
  }
  const batch = { path, answers: [] };
  for (let i = 0; i < times; i++) batch.answers.push(addAnswer({ path, slow: slow !== undefined, batch }));
  dispatch();
}

const isOpen = answer => answer.status === "held" || answer.status === "pending";
const free = host => (host.restsUntil > Date.now() ? 0 : host.room - host.busy);

function dispatch() {
  for (const answer of answers.filter(a => a.status === "held").reverse()) {
    const left = hosts.reduce((sum, host) => sum + free(host), 0);
    if (left > (answer.slow ? 1 : 0)) send(answer, hosts.reduce((best, host) => (free(host) > free(best) ? host : best)));
  }
}

async function send(answer, host) {
  host.busy++;
  Object.assign(answer, { status: "pending", sent: performance.now(), via: host.base.host });
  showAnswer(answer);
  try {
    // Without credentials the browser uses other connections than for the poll.
    const response = await fetch(new URL(`.${answer.path}`, host.base), { cache: "no-store", credentials: "omit" });
    await response.arrayBuffer();
    settle(answer, response.status);
  } catch {
    if (host.isSibling) {
      // The other name may lead to another server or to none: the main address is used then.
      host.restsUntil = Date.now() + WINDOW;
      answer.status = "held";
      showAnswer(answer);
    } else settle(answer, "failed");
  }
  host.busy--;
  dispatch();
}

function settle(answer, status) {
  answer.ms = performance.now() - answer.sent;
  answer.status = status;
  showAnswer(answer);
  const { path, answers: all } = answer.batch;
  if (all.some(isOpen)) return;
  const statuses = [...new Set(all.map(a => a.status))].map(s => `${all.filter(a => a.status === s).length} × ${s}`);
  const spans = all.map(a => a.ms).sort((a, b) => a - b);
  const range = spans.length > 1 ? `${duration(spans[0])} to ${duration(spans.at(-1))}` : duration(spans[0]);
  text($("summary"), `GET ${path}: ${statuses.join(", ")}, after ${range}.`);
}

function addAnswer(answer) {
  const row = element("li", answer.slow ? "slow" : "", null);
  row.dataset.path = answer.path;
  text(element("span", "request", row), `GET ${answer.path}`);
  Object.assign(answer, { status: "held", ms: 0, via: "", row, result: element("span", "result", row), note: element("span", "via", row) });
  $("answers").prepend(row);
  answers.unshift(answer);
  showAnswer(answer);
  while (answers.length > LOG) {
    const [gone] = answers.splice(answers.findLastIndex(a => !isOpen(a)), 1);
    gone.row.remove();
  }
  return answer;
}

function showAnswer({ status, sent, ms, via, slow, row, result, note }) {
  const pending = status === "pending";
  const taken = pending ? performance.now() - sent : ms;
  set(row.dataset, "status", String(status));
  set(row.dataset, "ms", String(Math.round(taken)));
  set(row, "className", status === "failed" || status >= 400 ? "failed" : slow || taken >= SLOW ? "slow" : "");
  text(result, status === "held" ? "held" : pending ? `waiting… ${seconds(taken)}` : status === "failed" ? "no answer" : `${status} in ${duration(taken)}`);
  text(note, status === "held" ? "held back by this browser (six connections per host)" : `by way of ${via}`);
}

// --- Start

for (const button of document.querySelectorAll("button[data-path]")) button.addEventListener("click", () => press(button.dataset));
document.addEventListener("visibilitychange", poll);
reducedMotion.addEventListener("change", animate);
animate();
poll();
