'use strict';

/* Where every statement went, as sums that can be checked by eye. */

function ledger(report, target) {
  const capture = object(report.capture);
  const book = object(target.ledger);
  const parts = [];
  if (typeof capture.seen === 'number') {
    parts.push(equation('In the application', [['seen', capture.seen]], [
      ['unmatched', capture.unmatched], ['skipped', capture.skipped], ['matched', capture.matched],
      ['dropped', sum(capture.dropped)]]));
  }
  if (typeof book.matched === 'number') {
    parts.push(equation('On the target', [['matched', book.matched], ['amplified', book.amplified]], [
      ['executed', book.executed], ['failed', book.failed], ['sampled_out', book.sampled_out],
      ['not_repeated', book.not_repeated], ['dropped', sum(book.dropped)], ['pending', book.pending]]));
  }
  parts.push(
    reasons('Dropped by the target', object(book.dropped), DROPS),
    reasons('Dropped in the application', object(capture.dropped), DROPS),
    reasons('Cannot be repeated', object(target.unsupported_reasons), {}),
    reasons('Not as faithful as it could be', object(target.fidelity), FIDELITY));
  return parts;
}

function equation(title, left, right) {
  const total = left.reduce((all, term) => all + number(term[1]), 0);
  const balanced = total === right.reduce((all, term) => all + number(term[1]), 0);
  return h('div', {class: 'equation'},
    h('h3', {}, title),
    h('p', {class: 'sum'},
      left.map((term, i) => [i > 0 && sign('+'), figure(term)]),
      sign('='),
      right.map((term, i) => [i > 0 && sign('+'), figure(term)]),
      h('span', {class: balanced ? 'balance' : 'balance off'}, balanced ? 'balances' : 'does not balance')));
}

function sign(text) {
  return h('span', {class: 'sign'}, text);
}

function figure(term) {
  return h('span', {class: number(term[1]) === 0 ? 'figure zero' : 'figure', title: TERMS[term[0]]},
    h('b', {}, count(term[1])), h('span', {}, words(term[0])));
}

/** Counts above 0 with what they mean; nothing where there is none. */
function reasons(title, counts, help) {
  const some = Object.entries(counts).filter((entry) => number(entry[1]) > 0).sort((a, b) => b[1] - a[1]);
  return some.length > 0 && h('div', {class: 'reasons'},
    h('h3', {}, title),
    h('table', {class: 'plain'}, h('tbody', {}, some.map(([key, value]) => h('tr', {},
      h('td', {class: 'n'}, count(value)),
      h('th', {scope: 'row'}, words(key)),
      h('td', {class: 'help'}, help[key] || ''))))));
}

/** Tables that can't be expected to be equal, with the reasons. */
function outOfStep(target) {
  const tables = Object.entries(object(target.out_of_step));
  return tables.length > 0 && h('div', {class: 'reasons'},
    h('h3', {}, 'Tables out of step'),
    h('p', {class: 'note'}, 'A write of production is missing there, so their rows are not compared with production’s.'),
    h('table', {class: 'plain'}, h('tbody', {}, tables.map(([table, why]) => h('tr', {},
      h('th', {scope: 'row', class: 'mono'}, table),
      h('td', {}, plain(object(why))))))));
}

function hosts(target) {
  const all = Object.entries(object(target.hosts));
  return all.length > 0 && h('div', {class: 'reasons'},
    h('h3', {}, 'Hosts'),
    h('table', {class: 'plain'},
      h('thead', {}, h('tr', {}, ['Host', 'State', 'Executed', 'Failed'].map((each, i) =>
        h('th', {scope: 'col', class: i > 1 ? 'n' : null}, each)))),
      h('tbody', {}, all.map(([name, host]) => h('tr', {},
        h('th', {scope: 'row', class: 'mono'}, name), h('td', {}, String(host.state)),
        h('td', {class: 'n'}, count(host.executed)), h('td', {class: 'n'}, count(host.failed)))))));
}

function rules(report) {
  const all = list(report.rules);
  return all.length > 0 && h('div', {class: 'reasons'},
    h('h3', {}, 'Rules'),
    h('table', {class: 'plain'}, h('tbody', {}, all.map((rule) => h('tr', {},
      h('td', {class: 'n'}, count(rule.matched)), h('th', {scope: 'row'}, String(rule.name)))))));
}

/** Anything that this page has no picture for: keys and figures, as they are. */
function others(value, known) {
  const rest = Object.entries(object(value)).filter(([key, each]) => !known.has(key) && !isEmpty(each));
  return rest.length > 0 && h('dl', {class: 'others'}, rest.map(([key, each]) =>
    [h('dt', {}, words(key)), h('dd', {}, isObject(each) || Array.isArray(each) ? nested(each) : shown(each))]));
}

function nested(value) {
  if (Array.isArray(value)) {
    return value.every((each) => !isObject(each) && !Array.isArray(each))
      ? plain(value)
      : h('ul', {}, value.slice(0, 50).map((each) => h('li', {}, isObject(each) ? plain(each) : shown(each))));
  }
  return h('span', {}, plain(value));
}

function shown(value) {
  return typeof value === 'number' ? FRACTION.format(value) : String(value);
}

function isEmpty(value) {
  return value === null || value === '' || (isObject(value) && Object.keys(value).length === 0)
    || (Array.isArray(value) && value.length === 0);
}
