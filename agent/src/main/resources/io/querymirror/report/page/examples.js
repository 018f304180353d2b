'use strict';

/* One difference between two results: production's row beside the target's, differing cells marked. */

const EXAMPLE_KEYS = new Set(
  ['kind', 'count', 'when', 'expected', 'columns', 'differing', 'rows', 'source', 'target', 'row', 'differs', 'binds', 'message']);

const KINDS = {
  columns: 'other columns',
  rows: 'other rows',
  order: 'the same rows in another order',
  affected: 'another number of changed rows',
  generated_key: 'another generated key',
};

function rowExample(example, name) {
  const said = [KINDS[example.kind] || example.kind, example.message].filter((each) => typeof each === 'string');
  const sizes = [example.source, example.target].map((side) => object(side).rows);
  return h('div', {class: example.expected !== undefined ? 'example expected' : 'example'},
    h('p', {class: 'note'}, h('b', {}, said.join(': ')), typeof example.count === 'number' && ', ' + counted(example.count, 'time'),
      sizes.every((size) => typeof size === 'number') && (sizes[0] === sizes[1] ? ' · ' + counted(sizes[0], 'row')
        : ' · ' + count(sizes[0]) + (example.kind === 'affected' ? ' changed' : ' rows') + ' in production, ' + count(sizes[1]) + ' on ' + name),
      typeof example.expected === 'string' && ' · expected: ' + example.expected,
      list(example.differing).length > 0 && [' · in ', list(example.differing).map((c, i) => [i > 0 && ', ', h('code', {}, String(c))])],
      typeof example.when === 'string' && ' · ' + instant(example.when),
      !isEmpty(example.binds) && example.binds !== undefined && [' · binds ', h('code', {}, plain(example.binds))]),
    pairs(example).map((pair) => rowPair(pair, name)),
    others(example, EXAMPLE_KEYS));
}

/** The rows of an example, each as {columns, source, target, differs}; either side may be null. */
function pairs(example) {
  if (Array.isArray(example.rows)) {
    return example.rows.filter(isObject).map((row) => pair(example, row)).filter((each) => each);
  }
  const one = pair(example, example);
  return one ? [one] : [];
}

function pair(example, row) {
  const sides = [row.source, row.target];
  if (sides.every((side) => !isObject(side) && !Array.isArray(side))) {
    return null;
  }
  const named = sides.find(isObject);
  const columns = named && !sides.some(Array.isArray)
    ? [...new Set(sides.flatMap((side) => Object.keys(object(side))))]
    : list(row.columns || example.columns).map((c) => isObject(c) ? String(c.label || c.name) : String(c));
  const width = Math.max(columns.length, ...sides.map((side) => list(side).length));
  const names = Array.from({length: width}, (each, i) => columns[i] === undefined ? '#' + (i + 1) : columns[i]);
  const cells = sides.map((side) => isObject(side) ? names.map((c) => c in side ? side[c] : undefined)
    : Array.isArray(side) ? names.map((c, i) => side[i]) : null);
  const marked = row.differs;
  const differs = names.map((c, i) => Array.isArray(marked) && cells[0] !== null && cells[1] !== null
    ? marked.includes(c) || marked.includes(i)
    : cells[0] === null || cells[1] === null || JSON.stringify(cells[0][i]) !== JSON.stringify(cells[1][i]));
  return {names, cells, differs, row: row.row};
}

function rowPair(pair, name) {
  const line = (label, cells, missing) => h('tr', {}, h('th', {scope: 'row'}, label), cells === null
    ? h('td', {colspan: pair.names.length, class: 'quiet'}, missing)
    : cells.map((cell, i) => h('td', {class: pair.differs[i] ? 'differs' : null},
      pair.differs[i] ? h('mark', {}, cellText(cell)) : cellText(cell))));
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Rows side by side'},
    h('table', {class: 'rows'},
      h('thead', {}, h('tr', {}, h('td', {}, typeof pair.row === 'number' ? 'row ' + count(pair.row) : ''),
        pair.names.map((column, i) => h('th', {scope: 'col', class: pair.differs[i] ? 'differs' : null}, column)))),
      h('tbody', {}, line('Production', pair.cells[0], 'no such row'), line(name, pair.cells[1], 'no such row'))));
}

function cellText(cell) {
  if (cell === undefined) {
    return h('span', {class: 'quiet'}, 'no such column');
  }
  if (cell === null) {
    return h('span', {class: 'null'}, 'NULL');
  }
  if (isObject(cell)) {
    return typeof cell.value === 'string' ? cell.value
      : cell.type !== undefined ? h('span', {class: 'masked', title: 'masked: type, length in bytes, hash'}, '<' + [cell.type, cell.length,
        cell.hash && '#' + cell.hash].filter((each) => each !== undefined).join(' ') + '>') : plain(cell);
  }
  return Array.isArray(cell) ? plain(cell) : String(cell);
}
