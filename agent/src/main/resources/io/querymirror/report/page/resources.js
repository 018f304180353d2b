'use strict';

/* What the target's servers had to do, by their own counters. */

const SERIES = [
  ['mirrored_per_s', 'Copies a second'],
  ['questions_per_s', 'Statements a second, by the server’s count'],
  ['threads_running', 'Threads running'],
  ['innodb_rows_read_per_s', 'Rows read a second'],
  ['handler_read_per_s', 'Rows asked of the engines a second'],
  ['innodb_buffer_pool_reads_per_s', 'Pages read from disk a second'],
  ['created_tmp_disk_tables_per_s', 'Temporary tables on disk a second'],
  ['bytes_sent_per_s', 'Bytes sent a second'],
];

function resources(target) {
  return Object.entries(object(object(target.resources).hosts)).filter((entry) => isObject(entry[1])).map(([address, host]) =>
    h('div', {class: 'host'},
      h('h3', {}, h('span', {class: 'mono'}, address)),
      h('div', {class: 'multiples'}, smallCharts(host)),
      serverStatements(host)));
}

function smallCharts(host) {
  const series = object(host.series);
  const seconds = list(series.seconds);
  if (seconds.length < 2) {
    return null;
  }
  let at = Date.parse(host.from) / 1000;
  const times = seconds.map((length) => at += length);
  return SERIES.filter(([key]) => list(series[key]).length === times.length && series[key].some((v) => v > 0)).map(([key, title]) =>
    timeline(title, times, [[key === 'mirrored_per_s' ? 'copies' : 'server', key === 'mirrored_per_s' ? 'target' : 'source', series[key], shown]], compact, 96));
}

function compact(value) {
  return value >= 1e6 ? short(value / 1e6) + ' M' : value >= 1e4 ? COUNT.format(value / 1e3) + ' k' : FRACTION.format(value);
}

function serverStatements(host) {
  const all = list(host.statements).filter(isObject).slice(0, 20);
  return all.length > 0 && h('details', {}, h('summary', {}, 'What the server says of its statements'),
    h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Statements by the server'}, h('table', {class: 'plain'},
      h('thead', {}, h('tr', {}, ['Statement', 'Times', 'Rows examined', 'Rows sent', 'Without index', 'Time'].map((label, i) =>
        h('th', {scope: 'col', class: i > 0 ? 'n' : null}, label)))),
      h('tbody', {}, all.map((each) => h('tr', {}, h('td', {class: 'sql'}, sqlInline(String(each.text))),
        [each.count, each.rows_examined, each.rows_sent, each.no_index_used].map((v) => h('td', {class: 'n'}, count(v))),
        h('td', {class: 'n'}, micros(number(each.ms) * 1000))))))));
}
