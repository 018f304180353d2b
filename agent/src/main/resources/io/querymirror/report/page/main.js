'use strict';

/* Puts the page together from the report that lies in it. */

const TARGET_KEYS = new Set(
  ['verdict', 'coverage', 'protocol', 'role', 'missing', 'ledger', 'fidelity', 'out_of_step', 'errors', 'results',
    'warnings', 'latency_us', 'lag_ms', 'hosts', 'unsupported_reasons', 'digests', 'history', 'amplified', 'connections', 'resources',
    'verdicts', 'plan_changes']);

let report;
let statements;

function masthead() {
  return h('header', {class: 'masthead'},
    h('h1', {}, 'querymirror'),
    h('p', {}, [instant(report.started) && span(report.started, report.updated) + ', until ' + instant(report.updated),
      report.enabled === false && 'switched off'].filter((each) => each).join(' · ')),
    h('button', {type: 'button', id: 'theme', onclick: switchTheme}, ''));
}

function show(name) {
  const target = object(report.targets)[name];
  document.getElementById('overview').replaceChildren(overview(report, name, (chosen) => {
    show(chosen);
    document.getElementById('tab-' + slug(chosen)).focus();
    remember({target: chosen});
  }));
  const place = document.getElementById('target');
  if (!target) {
    place.replaceChildren();
    return;
  }
  if (Object.keys(report.targets).length > 1) {
    place.setAttribute('role', 'tabpanel');
    place.setAttribute('aria-labelledby', 'tab-' + slug(name));
  }
  statements = new Statements(target, name, tally(target));
  place.replaceChildren(...[
    section('statements', 'Statements', 'What matters first. Enter opens one, the arrow keys move, / searches.', statements.element()),
    section('time', 'Over time', null, overTime(target, name)),
    section('latency', 'Latency', target.protocol === 'cheapest'
      ? 'Copies were not sent as their originals were, so these say nothing about the target.'
      : 'Of the statements that succeeded on both sides. Lag is the time a copy waits, and is not part of it.', overall(target, name)),
    section('resources', 'What the servers had to do', null, resources(target)),
    section('ledger', 'Where every statement went', null,
      ledger(report, target), outOfStep(target), hosts(target), rules(report)),
    section('more', 'Further figures', null, further(target)),
  ].filter((each) => each));
}

function overall(target, name) {
  const latency = object(target.latency_us);
  const lag = object(target.lag_ms);
  if (number(object(latency.source).count) === 0) {
    return null;
  }
  return [
    latencyTable(latency, name),
    histogram(latency, name),
    typeof lag.p50 === 'number' && h('p', {class: 'note'}, 'Lag behind production: median ' + micros(lag.p50 * 1000)
      + ', 99 % below ' + micros(lag.p99 * 1000) + ', at most ' + micros(lag.max * 1000) + '.'),
  ];
}

function further(target) {
  const capture = object(report.capture);
  return [
    others({
      results: target.results, warnings: target.warnings, errors: target.errors, amplified: target.amplified,
      connections: target.connections, overhead_ns: capture.overhead_ns, internal_errors: capture.internal_errors || undefined,
    }, new Set()),
    others(target, TARGET_KEYS),
    others(report, new Set(['format', 'verdict', 'coverage', 'started', 'updated', 'enabled', 'capture', 'targets', 'rules', 'reports'])),
  ];
}

/** What is open stands in the address, so that it can be passed on. */
function remember(place) {
  const text = '#' + encodeURIComponent(place.target) + (place.digest ? '/' + encodeURIComponent(place.digest) : '');
  try {
    window.history.replaceState(null, '', text);
  } catch (e) {
    // a browser that allows it for no file
  }
}

function remembered() {
  try {
    const [target, digest] = location.hash.slice(1).split('/').map(decodeURIComponent);
    return {target, digest};
  } catch (e) {
    return {};
  }
}

function start() {
  startTheme();
  report = object(JSON.parse(document.getElementById('report').textContent));
  document.getElementById('page').replaceChildren(
    masthead(),
    h('main', {},
      h('div', {id: 'overview'}),
      h('div', {id: 'target'})));
  labelTheme();
  const names = Object.keys(object(report.targets));
  const place = remembered();
  const first = names.slice().sort((a, b) =>
    targetRank(report.targets[a]) - targetRank(report.targets[b]))[0];
  show(names.includes(place.target) ? place.target : first);
  if (place.digest) {
    statements.reveal(place.digest);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && statements) {
      event.preventDefault();
      statements.search.focus();
      statements.search.select();
    }
  });
  document.title = 'querymirror: ' + words(report.verdict);
  requestAnimationFrame(() => setTimeout(() => {
    performance.mark('querymirror-ready');
    document.documentElement.dataset.ready = 'true';
  }));
}

start();
