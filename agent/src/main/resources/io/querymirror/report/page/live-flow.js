'use strict';

/* Where statements go, as a picture: the application, what rules took, and each target's ends. */

const FLOW = {width: 1000, seen: 0, middle: 330, targets: 690, bar: 12, height: 190, line: 19};

const ENDS = ['executed', 'failed', 'dropped', 'pending', 'sampled_out', 'not_repeated'];

function flow(report, seenRate) {
  const capture = object(report.capture);
  const seen = number(capture.seen);
  if (seen === 0) {
    return h('p', {class: 'note'}, 'The application has run no statement yet.');
  }
  const scale = FLOW.height / seen;
  const parts = [];
  const middle = [['matched', capture.matched], ['skipped', capture.skipped], ['unmatched', capture.unmatched],
    ['dropped', sum(capture.dropped)]].filter((each) => number(each[1]) > 0);
  let y = 0;
  let from = 0;
  let matched = {y: 0, height: 0};
  for (const [key, value] of middle) {
    const height = Math.max(2, value * scale);
    const own = value * scale;
    parts.push(ribbon(FLOW.seen, from, own, FLOW.middle, y, height, 'flow-' + key));
    parts.push(bar(FLOW.middle, y, height, 'flow-' + key), label(FLOW.middle, y, key, value));
    if (key === 'matched') {
      matched = {y, height};
    }
    from += own;
    y += Math.max(height, 40) + 14;
  }
  let bottom = y;
  y = 0;
  for (const [name, target] of Object.entries(object(report.targets))) {
    const book = object(target.ledger);
    const all = number(book.matched) + number(book.amplified);
    const height = Math.max(2, all * scale);
    if (all > 0) {
      parts.push(ribbon(FLOW.middle, matched.y, matched.height, FLOW.targets, y + 6, height, 'flow-matched'));
    }
    const shown = ends(book);
    let at = y + 6;
    for (const [key, value] of shown) {
      const part = Math.max(1, value * scale);
      parts.push(bar(FLOW.targets, at, part, 'end-' + key));
      at += part;
    }
    parts.push(svg('text', {class: 'flow-name', x: FLOW.targets + 28, y: y + 18}, short30(name)));
    shown.forEach(([key, value], i) => parts.push(
      svg('rect', {class: 'end-' + key, x: FLOW.targets + 28, y: y + 18 + FLOW.line * (i + 1) - 8, width: 8, height: 8, rx: 4}),
      svg('text', {x: FLOW.targets + 42, y: y + 18 + FLOW.line * (i + 1)},
        svg('tspan', {class: 'flow-count'}, count(value)), ' ' + words(key))));
    y = Math.max(at, y + 18 + FLOW.line * (shown.length + 1)) + 16;
  }
  bottom = Math.max(bottom, y, FLOW.height + 10);
  parts.push(bar(FLOW.seen, 0, FLOW.height, 'flow-seen'), label(FLOW.seen, 0, 'seen', seen,
    seenRate === null ? '' : FRACTION.format(seenRate) + '/s'));
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Where statements go'},
    svg('svg', {class: 'flow', viewBox: '0 0 ' + FLOW.width + ' ' + Math.ceil(bottom), role: 'img', 'aria-label': said(report)}, parts));
}

/** Ends of a target's statements that are over 0. */
function ends(book) {
  return ENDS.map((key) => [key, key === 'dropped' ? sum(book.dropped) : number(book[key])]).filter((each) => each[1] > 0);
}

function said(report) {
  const capture = object(report.capture);
  return counted(capture.seen, 'statement') + ' seen, ' + count(capture.matched) + ' matched; '
    + Object.entries(object(report.targets)).map(([name, target]) => name + ': '
      + (ends(object(target.ledger)).map(([key, value]) => count(value) + ' ' + words(key)).join(', ') || 'nothing')).join('; ');
}

function bar(x, y, height, type) {
  return svg('rect', {class: type, x, y, width: FLOW.bar, height});
}

function label(x, y, key, value, more) {
  return svg('text', {x: x + FLOW.bar + 12, y: y + 20}, svg('title', {}, TERMS[key] || ''),
    svg('tspan', {class: 'flow-figure'}, count(value)),
    svg('tspan', {class: 'flow-word', x: x + FLOW.bar + 12, dy: 18}, words(key) + (more ? ' · ' + more : '')));
}

/** From the right edge of one bar to the left edge of another. */
function ribbon(x, y, height, toX, toY, toHeight, type) {
  const a = x + FLOW.bar;
  const m = (a + toX) / 2;
  const low = y + height;
  const toLow = toY + toHeight;
  return svg('path', {class: 'ribbon ' + type,
    d: `M${a} ${y}C${m} ${y} ${m} ${toY} ${toX} ${toY}L${toX} ${toLow}C${m} ${toLow} ${m} ${low} ${a} ${low}Z`});
}

function short30(text) {
  return text.length > 30 ? text.slice(0, 29) + '…' : text;
}
