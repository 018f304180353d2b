'use strict';

/* What several parts of the pages are made of, and their colours. */

function section(id, title, note, ...children) {
  const content = children.flat(Infinity).filter((each) => each);
  return content.length > 0 && h('section', {class: 'block', id, 'aria-labelledby': id + '-title'},
    h('header', {}, h('h2', {id: id + '-title'}, title), note && h('p', {class: 'note'}, note)),
    h('div', {class: 'content'}, content));
}

function medianOf(side) {
  return number(object(side).count) > 0 ? micros(side.p50) : '–';
}

/** The ratio on a logarithmic scale from 1/8 to 8, with its interval where there is one. */
function ratioScale(digest) {
  const value = ratioOf(digest);
  if (value === null || value <= 0) {
    return h('span', {class: 'quiet'}, '–');
  }
  const interval = intervalOf(digest);
  const x = (r) => 40 + Math.max(-1, Math.min(1, Math.log2(Math.max(r, 0.01)) / 3)) * 36;
  return [
    h('span', {}, ratio(value)),
    svg('svg', {class: 'scale', width: 80, height: 12, viewBox: '0 0 80 12', 'aria-hidden': 'true'},
      svg('line', {class: 'axis', x1: 2, x2: 78, y1: 6, y2: 6}),
      svg('line', {class: 'one', x1: 40, x2: 40, y1: 1, y2: 11}),
      interval && svg('line', {class: 'interval', x1: x(interval[0]), x2: x(interval[1]), y1: 6, y2: 6}),
      svg('circle', {class: 'f-' + digest.verdict, cx: x(value), cy: 6, r: 3})),
  ];
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function labelTheme() {
  const button = document.getElementById('theme');
  button.textContent = isDark() ? 'Light' : 'Dark';
  button.setAttribute('aria-label', 'Switch to ' + (isDark() ? 'light' : 'dark') + ' colours');
}

function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('querymirror-theme', theme);
  } catch (e) {
    // no storage for files here: it holds until the page is closed
  }
  labelTheme();
  redrawCharts();
}

function startTheme() {
  try {
    const theme = localStorage.getItem('querymirror-theme');
    if (theme === 'dark' || theme === 'light') {
      document.documentElement.dataset.theme = theme;
    }
  } catch (e) {
    // as the system has it
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    labelTheme();
    redrawCharts();
  });
}
