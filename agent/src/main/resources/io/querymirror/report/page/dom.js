'use strict';

/*
 * Elements and numbers. Whatever comes from the report becomes a text node or an attribute's value,
 * never markup: a statement's text is whatever an application sent.
 */

function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'style') {
      for (const [property, setting] of Object.entries(value)) {
        element.style.setProperty(property, setting);
      }
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) {
      element.append(child);
    }
  }
  return element;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function object(value) {
  return isObject(value) ? value : {};
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function number(value) {
  return typeof value === 'number' && isFinite(value) ? value : 0;
}

/** Sum of all numbers in an object, nested ones too. */
function sum(value) {
  return isObject(value)
    ? Object.values(value).reduce((all, each) => all + sum(each), 0)
    : number(value);
}

const COUNT = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
const FRACTION = new Intl.NumberFormat('en-US', {maximumFractionDigits: 1});

function count(value) {
  return COUNT.format(number(value));
}

/** A count with its noun: 1 statement, 2 statements. */
function counted(value, one, many) {
  return count(value) + ' ' + (value === 1 ? one : many || one + 's');
}

/** Rounded down, so that nothing short of all is 100 %. */
function percent(share) {
  return typeof share === 'number' ? FRACTION.format(Math.floor(share * 1000) / 10) + ' %' : '–';
}

function micros(us) {
  const value = number(us);
  if (value < 1000) {
    return Math.round(value) + ' µs';
  }
  if (value < 1e6) {
    return short(value / 1000) + ' ms';
  }
  return short(value / 1e6) + ' s';
}

function short(value) {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : COUNT.format(value);
}

function ratio(value) {
  return typeof value === 'number' ? (value < 10 ? value.toFixed(2) : value.toFixed(1)) + '×' : '–';
}

function span(from, to) {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (!isFinite(seconds)) {
    return '';
  }
  if (seconds < 90) {
    return seconds + ' s';
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

function instant(text) {
  return typeof text === 'string' ? text.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC') : '';
}

/** snake_case as words. */
function words(key) {
  return String(key).replace(/_/g, ' ');
}

function slug(text) {
  return String(text).replace(/[^A-Za-z0-9]+/g, '-');
}
