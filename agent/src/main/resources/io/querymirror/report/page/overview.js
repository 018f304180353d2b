'use strict';

/* The verdict of each target, first and in words; the targets are tabs for what follows. */

function overview(report, selected, select) {
  const names = Object.keys(object(report.targets));
  if (names.length === 0) {
    return h('section', {class: 'answers'}, h('p', {class: 'why'}, 'The report names no target.'));
  }
  const tabs = names.map((name) => answer(report, name, name === selected, names.length > 1, select));
  return h('div', names.length > 1
    ? {class: 'answers', role: 'tablist', 'aria-label': 'Targets', onkeydown: (e) => alongTabs(e, names, selected, select)}
    : {class: 'answers'}, tabs);
}

function answer(report, name, current, tab, select) {
  const target = report.targets[name];
  const counts = tally(target);
  const verdict = VERDICTS.includes(target.verdict) ? target.verdict : 'cannot_tell';
  const role = target.removed === true ? ' (removed)' : typeof target.role === 'string' && target.role !== 'candidate' ? ' (' + target.role + ')' : '';
  const lacking = missing(target);
  const parts = [
    h('span', {class: 'eyebrow'}, (target.removed === true ? 'How was ' : target.role === 'control' ? 'How is ' : 'Is ') + name + role
      + (target.removed === true || target.role === 'control' ? ' doing?' : ' safe?')),
    h('span', {class: 'answer v-' + verdict}, ANSWERS[verdict]),
    h('span', {class: 'why'}, explain(target, counts)),
    lacking.length > 0 && h('span', {class: 'lacking'}, 'Missing: ', lacking.map((each) => h('span', {}, each))),
    coverage(target.coverage, object(report.thresholds).min_coverage),
  ];
  return tab
    ? h('button', {
      class: 'panel v-' + verdict, type: 'button', role: 'tab', id: 'tab-' + slug(name),
      'aria-selected': current ? 'true' : 'false', 'aria-controls': 'target', tabindex: current ? '0' : '-1',
      'data-target': name, onclick: () => select(name),
    }, parts)
    : h('div', {class: 'panel v-' + verdict}, parts);
}

function coverage(share, least) {
  const known = typeof share === 'number';
  return h('span', {class: 'coverage'},
    h('span', {class: 'bar', 'aria-hidden': 'true'}, h('span', {class: 'full', style: {width: (known ? share * 100 : 0) + '%'}}),
      typeof least === 'number' && h('span', {class: 'least', style: {left: least * 100 + '%'}})),
    h('span', {class: 'share'}, known ? h('b', {}, percent(share)) : 'Nothing', ' of the traffic ran here'));
}

function alongTabs(event, names, selected, select) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  if (step) {
    event.preventDefault();
    select(names[(names.indexOf(selected) + step + names.length) % names.length]);
  }
}

/** How many statements came to which verdict, as one bar and in words; each a filter. */
function tallyBar(counts, chosen, toggle) {
  const present = VERDICTS.filter((v) => counts[v].digests > 0);
  const all = present.reduce((total, v) => total + counts[v].executions, 0) || 1;
  return [
    h('div', {class: 'stack', 'aria-hidden': 'true'}, present.map((v) =>
      h('span', {class: 'b-' + v, style: {'flex-grow': String(Math.max(counts[v].executions / all, 0.004))}}))),
    h('div', {class: 'chips', role: 'group', 'aria-label': 'Show only these verdicts'}, present.map((v) =>
      h('button', {
        type: 'button', class: 'chip v-' + v, 'aria-pressed': chosen.has(v) ? 'true' : 'false',
        title: VERDICT_HELP[v], 'data-verdict': v, onclick: () => toggle(v),
      }, h('i', {class: 'dot b-' + v}), VERDICT_WORDS[v], ' ', h('b', {}, count(counts[v].digests))))),
  ];
}
