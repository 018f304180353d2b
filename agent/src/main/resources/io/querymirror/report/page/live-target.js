'use strict';

/* One target: its charts, which go on as answers come, and its worst statements. */

const LIVE_CHARTS = [
  {title: 'Statements a second', series: [['executed', 'target'], ['dropped', 'bad']], format: (v) => FRACTION.format(v) + '/s', least: 10},
  {title: 'Lag behind production', series: [['p50', 'source'], ['p99', 'target']], format: (v) => micros(v * 1000), least: 1},
  {title: 'Queued or running', series: [['pending', 'target']], format: count, least: 10},
];

class LiveCharts {
  constructor(name) {
    this.name = name;
    this.columns = {at: []};
    this.places = LIVE_CHARTS.map((each) => chart(each.title + ': waiting for figures', 150, () => this.options(each), this.data(each)));
    this.element = h('div', {class: 'multiples'}, LIVE_CHARTS.map((each, i) =>
      h('figure', {class: 'timeline'}, h('figcaption', {}, each.title), this.places[i])));
  }

  options({series, format, least}) {
    return {
      cursor: {y: false},
      scales: {y: {range: (u, low, high) => [0, Math.max(high * 1.05, least)]}},
      axes: [axis((v) => clock(v, this.columns.at), {grid: {show: false}, size: 26}), axis(format, {size: 58})],
      series: [{label: 'UTC', value: (u, v) => v === null || v === undefined ? '–' : instant(new Date(v * 1000).toISOString())}]
        .concat(series.map(([key, stroke]) => line(key, stroke, format))),
    };
  }

  data({series}) {
    return [this.columns.at].concat(series.map(([key]) => this.columns[key] || []));
  }

  show(columns) {
    this.columns = columns;
    LIVE_CHARTS.forEach((each, i) => {
      const newest = each.series.map(([key]) => {
        const value = columns[key][columns[key].length - 1];
        return key + ' ' + (value === null || value === undefined ? 'unknown' : each.format(value));
      });
      this.places[i].show(this.data(each), each.title + ' on ' + this.name + ', now ' + newest.join(', '));
    });
  }
}

function worst(target, name) {
  const all = list(target.digests);
  if (all.length === 0) {
    return h('p', {class: 'note'}, 'No statement has run there yet.');
  }
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Worst statements on ' + name},
    h('table', {class: 'digests still'},
      h('thead', {}, h('tr', {}, [['Verdict'], ['Statement'], ['Executions', 'n'], ['Production', 'n', 'median latency'],
        [name, 'n', 'median latency'], ['Ratio', 'r', 'of the medians, on a scale from 1/8 to 8']]
        .map(([text, type, title]) => h('th', {scope: 'col', class: type, title}, text)))),
      h('tbody', {}, all.map(worstRow))));
}

function worstRow(digest) {
  const verdict = VERDICTS.includes(digest.verdict) ? digest.verdict : 'cannot_tell';
  const latency = object(digest.latency_us);
  const found = findings(digest);
  return h('tr', {class: 'digest'},
    h('td', {}, h('span', {class: 'verdict v-' + verdict, title: VERDICT_HELP[verdict]},
      h('i', {class: 'dot b-' + verdict}), VERDICT_WORDS[verdict])),
    h('td', {class: 'text'},
      h('span', {class: 'sql'}, digest.text ? sqlInline(digest.text) : words(digest.digest) + ' statements, summed'),
      found.length > 0 && h('span', {class: 'said v-' + verdict}, found.join(' · '))),
    h('td', {class: 'n'}, count(digest.count)),
    h('td', {class: 'n'}, medianOf(latency.source)),
    h('td', {class: 'n'}, medianOf(latency.target)),
    h('td', {class: 'r'}, ratioScale(digest)));
}
