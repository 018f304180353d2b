'use strict';

/* All that is known of one digest on one target. */

const DIGEST_KEYS = new Set(
  ['digest', 'text', 'schema', 'count', 'verdict', 'errors', 'results', 'warnings', 'latency_us', 'plans', 'plan_changes', 'examples',
    'type_drift', 'non_deterministic', 'missing']);

function details(digest, name) {
  return h('div', {class: 'details'},
    part('Statement',
      h('pre', {class: 'sql clauses', tabindex: '0', 'aria-label': 'Statement'}, sqlBlock(digest.text)),
      h('p', {class: 'note'}, 'digest ', h('code', {}, String(digest.digest)),
        typeof digest.schema === 'string' && [' · schema ', h('code', {}, digest.schema)])),
    errorPart(digest, name),
    rowPart(digest, name),
    planPart(digest, name),
    latencyPart(digest, name),
    otherPart(digest));
}

function part(title, ...children) {
  return h('section', {class: 'part'}, h('h4', {}, title), h('div', {class: 'content'}, children));
}

function errorPart(digest, name) {
  const errors = Object.entries(object(digest.errors)).filter((entry) => number(entry[1]) > 0);
  const examples = list(digest.examples).filter((e) => typeof e.error === 'string');
  if (errors.length === 0 && examples.length === 0) {
    return null;
  }
  return part('Errors',
    h('p', {class: 'counts'}, errors.map(([type, times]) =>
      h('span', {title: ERRORS[type]}, h('b', {}, count(times)), ' ', words(type)))),
    examples.length > 0 && h('table', {class: 'plain errors'},
      h('thead', {}, h('tr', {}, ['', 'Times', 'Production', name].map((label, i) =>
        h('th', {scope: 'col', class: i === 1 ? 'n' : null}, label)))),
      h('tbody', {}, examples.map((example) => h('tr', {},
        h('th', {scope: 'row', title: ERRORS[example.error]}, words(example.error)),
        h('td', {class: 'n'}, count(example.count)),
        h('td', {}, errorSide(example.source)),
        h('td', {class: 'changed'}, errorSide(example.target)))))));
}

function errorSide(side) {
  return isObject(side)
    ? [h('code', {}, side.sql_state + '/' + side.code), ' ', messageOf(side)]
    : h('span', {class: 'quiet'}, 'succeeded');
}

function messageOf(side) {
  return typeof object(side).message === 'string' ? side.message : '';
}

function rowPart(digest, name) {
  const results = object(digest.results);
  const examples = list(digest.examples).filter((e) => typeof e.error !== 'string' && isObject(e));
  const drift = list(digest.type_drift).filter(isObject);
  if (number(results.compared) === 0 && sum(results.incomparable) === 0 && examples.length + drift.length === 0) {
    return null;
  }
  const warnings = object(digest.warnings);
  const incomparable = Object.entries(object(results.incomparable)).filter((entry) => number(entry[1]) > 0);
  return part('Results',
    h('p', {class: 'counts'},
      ['compared', 'same', 'different', 'expected'].filter((key) => typeof results[key] === 'number').map((key) =>
        h('span', {}, h('b', {}, count(results[key])), ' ', key)),
      incomparable.map(([key, times]) => h('span', {title: INCOMPARABLE[key]},
        h('b', {}, count(times)), ' not comparable: ', words(key))),
      number(warnings.different) > 0 && h('span', {}, h('b', {}, count(warnings.different)), ' with another number of warnings'),
      number(warnings.different_codes) > 0 && h('span', {}, h('b', {}, count(warnings.different_codes)), ' with other warnings')),
    warningCodes(warnings, name),
    textsOf(digest.non_deterministic).length > 0 && h('p', {class: 'note'},
      'Need not answer the same twice: ', textsOf(digest.non_deterministic).join(', ')),
    examples.map((example) => rowExample(example, name)),
    drift.length > 0 && h('table', {class: 'plain'},
      h('thead', {}, h('tr', {}, ['Column of another type', 'Production', name].map((label) => h('th', {scope: 'col'}, label)))),
      h('tbody', {}, drift.map((each) => h('tr', {}, h('th', {scope: 'row', class: 'mono'}, String(each.column)),
        h('td', {}, String(each.source)), h('td', {}, String(each.target)))))));
}

/** Which warnings were listed; those of production only where the application asked for them. */
function warningCodes(warnings, name) {
  const sides = [['Production', object(object(warnings.codes).source)], [name, object(object(warnings.codes).target)]];
  const text = sides.filter((side) => Object.keys(side[1]).length > 0).map(([label, codes]) =>
    label + ': ' + Object.entries(codes).map(([code, times]) => code + ' × ' + count(times)).join(', '));
  return text.length > 0 && h('p', {class: 'note'}, 'Warnings that were listed: ', text.join('; '));
}

function latencyPart(digest, name) {
  const latency = object(digest.latency_us);
  if (number(object(latency.source).count) + number(object(latency.target).count) === 0) {
    return null;
  }
  return part('Latency', latencyTable(latency, name, ratioOf(digest), intervalOf(digest)),
    missing(digest).length > 0 && h('p', {class: 'note'}, missing(digest).join('; ')), histogram(latency, name));
}

function latencyTable(latency, name, r, interval) {
  const columns = ['count', 'mean', 'p50', 'p95', 'p99', 'max'];
  const row = (label, side) => h('tr', {}, h('th', {scope: 'row'}, label), columns.map((column) =>
    h('td', {class: 'n'}, column === 'count' ? count(side.count) : number(side.count) > 0 ? micros(side[column]) : '–')));
  return [
    h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Latencies'}, h('table', {class: 'plain latency'},
      h('thead', {}, h('tr', {}, h('th', {}), columns.map((c) => h('th', {scope: 'col', class: 'n'}, c)))),
      h('tbody', {},
        row('Production', object(latency.source)),
        row(name, object(latency.target)),
        number(object(latency.control).count) > 0 && row('Control', latency.control)))),
    typeof r === 'number' && h('p', {class: 'note'}, 'Ratio of the medians ', h('b', {}, ratio(r)),
      interval && ', between ' + ratio(interval[0]) + ' and ' + ratio(interval[1]) + ' with 99 % confidence'),
  ];
}

function planPart(digest, name) {
  const plans = list(digest.plans).filter(isObject);
  const changes = textsOf(digest.plan_changes);
  if (plans.length + changes.length === 0) {
    return null;
  }
  return part(plans.length > 1 ? 'Plans' : 'Plan',
    changes.length > 0 && h('ul', {class: 'changes'}, changes.map((change) => h('li', {}, change))),
    plans.slice().reverse().map((plan) => h('div', {class: 'plan'},
      h('p', {class: 'note'}, h('b', {}, plan.side === 'source' ? 'Production' : name), ' ', [
        plan.first_seen && 'since ' + instant(plan.first_seen), plan.last_seen && 'until ' + instant(plan.last_seen),
        typeof plan.count === 'number' && counted(plan.count, 'time'), plan.hash && 'shape ' + plan.hash].filter((each) => each).join(' · ')),
      h('pre', {class: 'shape', tabindex: '0', 'aria-label': 'Shape of the plan'}, String(plan.shape)),
      planText('As the server explains it', plan.plan),
      planText('As the server measured it', plan.analyzed))));
}

function planText(label, text) {
  return text !== undefined && text !== null && h('details', {}, h('summary', {}, label),
    h('pre', {tabindex: '0', 'aria-label': label}, typeof text === 'string' ? text : JSON.stringify(text, null, 2)));
}

function otherPart(digest) {
  const rest = others(digest, DIGEST_KEYS);
  return rest ? part('Further', rest) : null;
}
