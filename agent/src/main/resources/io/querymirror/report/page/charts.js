'use strict';

/* Charts, drawn by uPlot; the colours are the page's, so they are drawn anew when those change. */

const charts = new Set();

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

/** A chart that is made once it is in the page and has a width; show gives it other data. */
function chart(label, height, options, data) {
  const place = h('div', {class: 'plot', role: 'img', 'aria-label': label, style: {'min-height': height + 'px'}});
  const drawn = {plot: null, place, data, draw() {
    if (drawn.plot) {
      drawn.plot.destroy();
    }
    drawn.plot = new uPlot(Object.assign({width: Math.max(place.clientWidth, 200), height}, options()), drawn.data, place);
  }};
  // In a frame of its own: a chart that is drawn inside of the notice changes what it is about.
  const watcher = new ResizeObserver(() => requestAnimationFrame(() => {
    if (!place.isConnected) {
      charts.delete(drawn);
      watcher.disconnect();
    } else if (!drawn.plot) {
      drawn.draw();
    } else if (drawn.plot.width !== Math.max(place.clientWidth, 200)) {
      drawn.plot.setSize({width: Math.max(place.clientWidth, 200), height});
    }
  }));
  place.show = (next, said) => {
    drawn.data = next;
    place.setAttribute('aria-label', said);
    if (drawn.plot) {
      drawn.plot.setData(next);
    }
  };
  charts.add(drawn);
  watcher.observe(place);
  return place;
}

function redrawCharts() {
  for (const each of [...charts]) {
    if (!each.place.isConnected) {
      charts.delete(each);
    } else if (each.plot) {
      each.draw();
    }
  }
}

function axis(values, settings) {
  return Object.assign({
    stroke: color('muted'), grid: {stroke: color('line'), width: 1}, ticks: {show: false},
    font: '11px ' + getComputedStyle(document.body).fontFamily, values: values && ((u, splits) => splits.map((v) => v === null ? '' : values(v))),
  }, settings);
}

function line(label, stroke, value, settings) {
  return Object.assign({
    label, stroke: color(stroke), width: 1.5, points: {show: false}, spanGaps: true,
    value: (u, v) => v === null || v === undefined ? '–' : value(v),
  }, settings);
}

/** Both sides' latencies, as shares of the executions over a logarithmic axis. */
function histogram(latency, name) {
  const source = buckets(latency.source);
  const target = buckets(latency.target);
  if (source === null || target === null) {
    return null;
  }
  const data = together(source, target);
  const label = 'Latency: production, median ' + medianOf(latency.source) + ', ' + name + ', median ' + medianOf(latency.target);
  return chart(label, 170, () => ({
    cursor: {y: false},
    scales: {x: {time: false, distr: 3, range: (u, low, high) => [low, high]}, y: {range: (u, low, high) => [0, Math.max(high, 0.01)]}},
    axes: [axis(micros, {grid: {show: false}, splits: decades, size: 26}), axis((v) => Math.round(v * 100) + ' %', {size: 44})],
    series: [
      {label: 'Latency', value: (u, v) => v === null || v === undefined ? '–' : micros(v)},
      line('Production', 'source', (v) => percent(v), {fill: color('source-fill'), paths: uPlot.paths.stepped({align: 1})}),
      line(name, 'target', (v) => percent(v), {paths: uPlot.paths.stepped({align: 1})}),
    ],
  }), data);
}

function decades(u, axisIndex, low, high) {
  const splits = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of high / low < 2000 ? [1, 2, 5] : [1]) {
      splits.push(step * Math.pow(10, power));
    }
  }
  return splits.filter((each) => each >= low && each <= high);
}

/** A side's histogram as [[value, count], …] with rising values, or null. */
function buckets(side) {
  const kept = object(side).histogram || object(side).buckets;
  let pairs = null;
  if (Array.isArray(kept)) {
    pairs = kept.every(Array.isArray) ? kept : evenly(kept);
  } else if (isObject(kept)) {
    const values = kept.us || kept.upper || kept.values;
    pairs = Array.isArray(values) && Array.isArray(kept.counts) ? values.map((v, i) => [v, kept.counts[i]])
      : Object.entries(kept).map(([value, times]) => [Number(value), times]).filter((p) => isFinite(p[0]));
  }
  return pairs === null || pairs.length === 0 ? null : pairs.slice().sort((a, b) => a[0] - b[0]);
}

function evenly(flat) {
  const pairs = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    pairs.push([flat[i], flat[i + 1]]);
  }
  return pairs;
}

/** Both as shares in the same bins, eight to a doubling. */
function together(source, target) {
  const bin = (value) => Math.floor(Math.log2(Math.max(value, 1)) * 4);
  const shares = (pairs) => {
    const all = pairs.reduce((total, pair) => total + number(pair[1]), 0) || 1;
    const bins = new Map();
    for (const [value, times] of pairs) {
      bins.set(bin(value), (bins.get(bin(value)) || 0) + times / all);
    }
    return bins;
  };
  const left = shares(source);
  const right = shares(target);
  const keys = [...left.keys(), ...right.keys()];
  const first = Math.min(...keys) - 1;
  const last = Math.max(...keys) + 1;
  const data = [[], [], []];
  for (let key = first; key <= last; key++) {
    data[0].push(Math.pow(2, key / 4));
    data[1].push(left.get(key) || 0);
    data[2].push(right.get(key) || 0);
  }
  return data;
}

/** Lag, rate and queue of a target over time. */
function overTime(target, name) {
  const past = object(target.history);
  const times = list(past.at).map((t) => typeof t === 'number' ? t / 1000 : Date.parse(t) / 1000);
  if (times.length < 2) {
    return null;
  }
  const milliseconds = (v) => micros(v * 1000);
  const rate = (v) => FRACTION.format(v) + '/s';
  return [
    timeline('Lag behind production', times, [
      ['lag p50', 'source', past.lag_p50_ms, milliseconds], ['lag p99', 'target', past.lag_p99_ms, milliseconds]], milliseconds),
    timeline('Statements a second on ' + name, times, [
      ['executed', 'target', past.executed_per_s, rate], ['dropped', 'bad', past.dropped_per_s, rate]], rate),
    timeline('Queued or running', times, [['pending', 'target', past.pending, count]], count),
  ];
}

/** A time of the day, with the date or the seconds where the whole span asks for it. */
function clock(seconds, times) {
  const text = new Date(seconds * 1000).toISOString();
  const all = times[times.length - 1] - times[0];
  return all > 172800 ? text.slice(5, 16).replace('T', ' ') : all > 600 ? text.slice(11, 16) : text.slice(11, 19);
}

function timeline(title, times, series, format, height) {
  const some = series.filter((each) => Array.isArray(each[2]) && each[2].length === times.length);
  if (some.length === 0) {
    return null;
  }
  const highest = Math.max(...some[some.length - 1][2].map(number));
  return h('figure', {class: 'timeline'}, h('figcaption', {}, title),
    chart(title + ' over time, at most ' + format(highest), height || 150, () => ({
      cursor: {y: false},
      scales: {y: {range: (u, low, high) => [0, Math.max(high * 1.05, 1)]}},
      axes: [axis((v) => clock(v, times), {grid: {show: false}, size: 26}), axis(format, {size: 58})],
      series: [{label: 'UTC', value: (u, v) => v === null || v === undefined ? '–' : instant(new Date(v * 1000).toISOString())}].concat(some.map(([label, stroke, values, value]) => line(label, stroke, value))),
    }), [times].concat(some.map((each) => each[2]))));
}
