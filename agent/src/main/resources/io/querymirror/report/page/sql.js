'use strict';

/* A statement's text with its keywords set apart, and a line for each clause. */

const SQL_WORDS = new Set(
  ('select from where and or not in is null like between exists join left right inner outer cross on using group by '
    + 'having order limit offset union all distinct as insert into values update set delete replace on duplicate key '
    + 'with recursive case when then else end for share create table alter drop index call desc asc straight_join '
    + 'ignore if primary unique view truncate show use explain interval over partition window').split(' '));

const SQL_BREAKS = new Set(
  ['from', 'where', 'group', 'having', 'order', 'limit', 'union', 'values', 'set', 'join', 'left', 'right', 'inner', 'cross']);

const SQL_TOKENS = /`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|[A-Za-z_][A-Za-z0-9_$]*|\s+|./gsu;

function sqlInline(text) {
  return sqlParts(text, false);
}

function sqlBlock(text) {
  return sqlParts(text, true);
}

function sqlParts(text, lines) {
  const parts = [];
  let depth = 0;
  let previous = '';
  for (const token of String(text).match(SQL_TOKENS) || []) {
    const word = token.toLowerCase();
    if (SQL_WORDS.has(word)) {
      const breaks = lines && depth === 0 && parts.length > 0 && SQL_BREAKS.has(word)
        && !(word === 'join' && SQL_WORDS.has(previous)) && !(word === 'from' && previous === 'delete')
        && !(word === 'order' && previous === '(');
      if (breaks) {
        parts.push('\n');
      }
      parts.push(h('b', {class: 'kw'}, token));
    } else {
      depth += token === '(' ? 1 : token === ')' ? -1 : 0;
      parts.push(token);
    }
    if (token.trim() !== '') {
      previous = word;
    }
  }
  return parts;
}
