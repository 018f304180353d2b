'use strict';

/* Puts the live page together, and keeps it as it is for those who read: only what changed is made anew. */

const live = {status: null, selected: null, charts: null, lost: null, busy: false, keys: new Map()};

const feed = new Feed((news) => news.error ? failed(news.error) : arrived(news.status));

function place(id) {
  return document.getElementById(id);
}

/** Makes a part anew where its figures changed; what had the focus has it again. */
function renew(id, figures, make) {
  const key = JSON.stringify(figures);
  if (live.keys.get(id) === key) {
    return;
  }
  live.keys.set(id, key);
  const focused = document.activeElement && document.activeElement.id;
  const inside = place(id).contains(document.activeElement);
  place(id).replaceChildren(...[make()].flat(Infinity).filter((each) => each));
  if (inside && focused && place(focused)) {
    place(focused).focus({preventScroll: true});
  }
}

function skeleton() {
  place('page').replaceChildren(
    h('header', {class: 'masthead'},
      h('h1', {}, 'querymirror'),
      h('p', {id: 'about'}),
      h('span', {id: 'state'}),
      h('button', {type: 'button', id: 'toggle', hidden: true, onclick: askSwitch}),
      h('button', {type: 'button', id: 'theme', onclick: switchTheme}, '')),
    h('p', {id: 'notice', class: 'notice', role: 'alert', hidden: true}),
    h('p', {id: 'done', class: 'status', role: 'status', 'aria-live': 'polite'}),
    h('main', {id: 'main'}, h('div', {id: 'ask'}), h('div', {id: 'all', hidden: true},
      h('div', {id: 'overview'}),
      section('flow', 'Where every statement goes', 'Since start.', h('div', {id: 'flow-picture'}), h('div', {id: 'rules'})),
      section('now', 'Now', null, h('div', {id: 'charts'}), h('div', {id: 'hosts'})),
      section('worst', 'Worst statements', null, h('div', {id: 'digests'})),
      section('ledger', 'In figures', null, h('div', {id: 'figures'})),
      section('config', 'Configuration', null, h('div', {id: 'configuration'})),
      section('files', 'All of it', null, h('p', {class: 'buttons'},
        download('/report.json', 'report.json', 'The report, as JSON'), download('/metrics', 'metrics.txt', 'Metrics, for Prometheus'))))));
  labelTheme();
}

/** A link; with a token, which no link can carry, it is fetched and saved. */
function download(path, name, text) {
  return h('a', {href: path, onclick: async (event) => {
    if (!feed.token) {
      return;
    }
    event.preventDefault();
    try {
      const url = URL.createObjectURL(await (await feed.ask(path)).blob());
      h('a', {href: url, download: name}).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    } catch (error) {
      tell(String(error.message));
    }
  }}, text);
}

function arrived(status) {
  live.status = status;
  live.lost = null;
  feed.waits = false;
  place('ask').replaceChildren();
  place('all').hidden = false;
  place('main').classList.remove('stale');
  show();
  ready();
}

function failed(error) {
  if (error instanceof NoTokenError) {
    feed.waits = true;
    place('all').hidden = true;
    place('toggle').hidden = true;
    place('state').replaceChildren();
    notice('');
    place('ask').replaceChildren(tokenForm(error.message, (token) => {
      feed.setToken(token);
      feed.waits = false;
      feed.next();
    }));
    place('token').focus();
  } else {
    live.lost = live.lost || new Date();
    place('main').classList.add('stale');
    notice('No answer since ' + instant(live.lost.toISOString()) + ': the application may have ended. What is below is from before; trying again.');
  }
  ready();
}

function show() {
  const status = live.status;
  const report = object(status.report);
  const names = Object.keys(object(report.targets));
  if (!names.includes(live.selected)) {
    select(names.slice().sort((a, b) => targetRank(report.targets[a]) - targetRank(report.targets[b]))[0]);
  }
  const target = object(object(report.targets)[live.selected]);
  document.title = 'querymirror: ' + (status.enabled ? words(report.verdict) : 'off');
  place('about').textContent = ['process ' + status.pid, 'version ' + status.version, span(report.started, report.updated) + ' until ' + instant(report.updated)].join(' · ');
  const off = status.switched_by ? 'off, by ' + status.switched_by : 'off';
  renew('state', [status.enabled, status.working, off], () => h('span', {class: 'state ' + (status.enabled && status.working ? 'on' : 'off')},
    h('i', {class: 'dot'}), !status.working ? 'gave up' : status.enabled ? 'mirroring' : off));
  place('toggle').hidden = false;
  place('toggle').textContent = status.enabled ? 'Switch off' : 'Switch on';
  const last = object(status.config).last_reload;
  notice(!status.working ? 'Errors of the agent itself made it give up; the log tells which. The application is not affected.'
    : isObject(last) && !last.ok ? 'The last reload was refused: see Configuration.' : '');
  renew('overview', [names.map((name) => Object.assign({}, report.targets[name], {digests: 0, ledger: report.targets[name].ledger.executed > 0, latency_us: 0, lag_ms: 0})),
    live.selected], () => overview(report, live.selected, (name) => {
    select(name);
    show();
    place('tab-' + slug(name)).focus();
  }));
  renew('flow-picture', [report.capture, feed.seenRate(), Object.values(object(report.targets)).map((each) => each.ledger)], () => flow(report, feed.seenRate()));
  renew('rules', report.rules, () => rules(report));
  live.charts.show(feed.history(live.selected));
  renew('hosts', [live.selected, target.hosts], () => hosts(target));
  renew('digests', [live.selected, target.digests], () => worst(target, live.selected));
  renew('figures', [live.selected, report.capture, target.ledger, target.fidelity, target.out_of_step], () => [ledger(report, target), outOfStep(target)]);
  renew('configuration', [status.config, live.busy], () => configuration(object(status.config), live.busy, reload));
}

function select(name) {
  live.selected = name;
  live.charts = new LiveCharts(name);
  place('charts').replaceChildren(live.charts.element);
}

function notice(text) {
  const at = place('notice');
  if (at.textContent !== text) {
    at.textContent = text;
  }
  at.hidden = text === '';
}

function tell(text) {
  place('done').textContent = text;
}

function askSwitch() {
  const on = !live.status.enabled;
  confirmSwitch(on, () => act(async () => {
    const answer = await feed.json('/enabled', {method: 'PUT', body: String(on)});
    return answer.enabled === on ? 'Mirroring is ' + (on ? 'on.' : 'off.') : 'Mirroring is still ' + (on ? 'off.' : 'on.');
  }));
}

function reload() {
  act(async () => {
    const answer = await feed.json('/reload', {method: 'POST'});
    return answer.ok ? 'The configuration was read: ' + (list(answer.changes).length > 0 ? list(answer.changes).join('; ') : 'nothing had changed') + '.'
      : 'The configuration was refused; what was before stays in force.';
  });
}

/** Does something at the agent, says how it went, and shows what is then. */
async function act(doing) {
  live.busy = true;
  show();
  try {
    tell(await doing());
  } catch (error) {
    tell(error instanceof NoTokenError ? 'The agent wants another token.' : 'That did not work: ' + error.message);
  }
  live.busy = false;
  feed.next();
}

function ready() {
  document.documentElement.dataset.ready = 'true';
}

startTheme();
skeleton();
document.addEventListener('visibilitychange', () => document.hidden || feed.waits || feed.next());
feed.next();
