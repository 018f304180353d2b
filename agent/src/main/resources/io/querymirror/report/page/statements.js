'use strict';

/*
 * The digests of one target: worst first, filtered, a page at a time. One row can be reached by Tab,
 * the others from it by the arrow keys (roving tabindex); Enter or Space opens one.
 */

const PAGE = 50;

const SORTS = {
  matters: {label: 'what matters', by: (a, b) => verdictRank(a.verdict) - verdictRank(b.verdict) || weight(b) - weight(a)},
  count: {label: 'executions', by: (a, b) => number(b.count) - number(a.count)},
  added: {label: 'time added', by: (a, b) => added(b) - added(a)},
  ratio: {label: 'ratio', by: (a, b) => (ratioOf(b) || 0) - (ratioOf(a) || 0)},
};

/** How bad it is among those of its verdict. */
function weight(digest) {
  const bad = number(object(digest.errors).new) + number(object(digest.results).different);
  return bad > 0 ? 1e15 + bad : added(digest) + 1e-6 * number(digest.count);
}

/** Microseconds that all executions took longer there. */
function added(digest) {
  const latency = object(digest.latency_us);
  const target = object(latency.target);
  return number(target.count) * (number(target.mean) - number(object(latency.source).mean));
}

class Statements {
  constructor(target, name, counts) {
    this.all = list(target.digests);
    this.target = target;
    this.name = name;
    this.counts = counts;
    this.verdicts = new Set();
    this.schema = '';
    this.text = '';
    this.sort = 'matters';
    this.page = 0;
    this.open = new Set();
    this.haystacks = null;
    this.body = h('tbody', {role: 'rowgroup', onkeydown: (e) => this.key(e), onclick: (e) => this.click(e)});
    this.status = h('p', {class: 'status', role: 'status', 'aria-live': 'polite'});
    this.pager = h('nav', {class: 'pager', 'aria-label': 'Pages of statements'});
    this.tally = h('div', {class: 'tally'});
    this.search = h('input', {
      type: 'search', id: 'search', placeholder: 'Search statements', 'aria-label': 'Search statements',
      'aria-keyshortcuts': '/', autocomplete: 'off', spellcheck: 'false', oninput: () => this.searched(),
      onkeydown: (e) => this.searchKey(e),
    });
  }

  element() {
    const element = h('div', {class: 'statements'}, this.tally, this.filters(), this.status,
      h('div', {class: 'scroll'}, h('table', {class: 'digests', role: 'treegrid', 'aria-label': 'Statements on ' + this.name},
        h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, [['Verdict'], ['Statement'], ['Executions', 'n'],
          ['Production', 'n', 'median latency'], [this.name, 'n', 'median latency'], ['Ratio', 'r', 'of the medians, on a scale from 1/8 to 8']]
          .map(([label, type, title]) => h('th', {scope: 'col', role: 'columnheader', class: type, title}, label)))),
        this.body)),
      this.pager);
    this.update();
    return element;
  }

  filters() {
    const schemas = [...new Set(this.all.map((d) => d.schema).filter((s) => typeof s === 'string'))].sort();
    return h('div', {class: 'filters', role: 'search'},
      h('span', {class: 'searchbox'}, this.search, h('kbd', {'aria-hidden': 'true'}, '/')),
      schemas.length > 1 && h('label', {}, 'Schema ', h('select', {onchange: (e) => this.change({schema: e.target.value})},
        h('option', {value: ''}, 'all'), schemas.map((s) => h('option', {value: s}, s)))),
      h('label', {}, 'Sorted by ', h('select', {id: 'sort', onchange: (e) => this.change({sort: e.target.value})},
        Object.entries(SORTS).map(([key, s]) => h('option', {value: key}, s.label)))));
  }

  change(settings) {
    Object.assign(this, settings, {page: 0});
    this.update();
  }

  toggle(verdict) {
    if (!this.verdicts.delete(verdict)) {
      this.verdicts.add(verdict);
    }
    this.page = 0;
    this.update();
    const chip = this.tally.querySelector('[data-verdict="' + verdict + '"]');
    chip.focus();
  }

  searched() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change({text: this.search.value.trim().toLowerCase()}), 60);
  }

  searchKey(event) {
    if (event.key === 'Escape') {
      this.search.value = '';
      this.change({text: ''});
    } else if (event.key === 'ArrowDown' && this.row(0)) {
      event.preventDefault();
      this.focus(0);
    }
  }

  haystack(index) {
    if (this.haystacks === null) {
      this.haystacks = this.all.map((d) => (d.text + '\n' + d.digest + '\n' + (d.schema || '') + '\n'
        + findings(d).join('\n') + '\n' + list(d.examples).map((e) => messageOf(e.target)).join('\n')).toLowerCase());
    }
    return this.haystacks[index];
  }

  matching() {
    const terms = this.text.split(/\s+/).filter((t) => t !== '');
    return this.all
      .map((digest, index) => index)
      .filter((i) => (this.verdicts.size === 0 || this.verdicts.has(this.verdictOf(this.all[i])))
        && (this.schema === '' || this.all[i].schema === this.schema)
        && terms.every((t) => this.haystack(i).includes(t)))
      .sort((a, b) => SORTS[this.sort].by(this.all[a], this.all[b]) || a - b);
  }

  verdictOf(digest) {
    return VERDICTS.includes(digest.verdict) ? digest.verdict : 'cannot_tell';
  }

  update() {
    this.found = this.matching();
    const pages = Math.max(1, Math.ceil(this.found.length / PAGE));
    this.page = Math.max(0, Math.min(this.page, pages - 1));
    this.shown = this.found.slice(this.page * PAGE, (this.page + 1) * PAGE);
    this.tally.replaceChildren(...tallyBar(this.counts, this.verdicts, (v) => this.toggle(v)));
    const from = this.page * PAGE;
    this.status.textContent = this.found.length === 0
      ? 'No statement matches.'
      : 'Statements ' + count(from + 1) + '–' + count(from + this.shown.length) + ' of ' + count(this.found.length)
        + (this.found.length < this.all.length ? ', ' + count(this.all.length) + ' in all' : '');
    this.body.replaceChildren(...this.shown.flatMap((index, place) => this.rows(index, place)));
    this.pager.replaceChildren(...(pages > 1 ? [
      h('button', {type: 'button', disabled: this.page === 0, onclick: () => this.turn(-1)}, 'Previous'),
      h('span', {}, 'Page ' + count(this.page + 1) + ' of ' + count(pages)),
      h('button', {type: 'button', disabled: this.page === pages - 1, onclick: () => this.turn(1)}, 'Next'),
    ] : []));
  }

  rows(index, place) {
    const digest = this.all[index];
    const verdict = this.verdictOf(digest);
    const latency = object(digest.latency_us);
    const open = this.open.has(index);
    const said = findings(digest);
    const row = h('tr', {
      role: 'row', class: 'digest' + (open ? ' open' : ''), tabindex: place === 0 ? '0' : '-1', 'data-place': place,
      'aria-expanded': open ? 'true' : 'false', 'aria-level': '1', 'aria-posinset': this.page * PAGE + place + 1,
      'aria-setsize': this.found.length,
    },
    h('td', {role: 'gridcell'}, h('span', {class: 'verdict v-' + verdict, title: VERDICT_HELP[verdict]},
      h('i', {class: 'dot b-' + verdict}), VERDICT_WORDS[verdict])),
    h('td', {role: 'gridcell', class: 'text'},
      h('span', {class: 'sql'}, digest.text ? sqlInline(digest.text) : words(digest.digest) + ' statements, summed'),
      said.length > 0 && h('span', {class: 'said v-' + verdict}, said.join(' · '))),
    h('td', {role: 'gridcell', class: 'n'}, count(digest.count)),
    h('td', {role: 'gridcell', class: 'n'}, medianOf(latency.source)),
    h('td', {role: 'gridcell', class: 'n'}, medianOf(latency.target)),
    h('td', {role: 'gridcell', class: 'r'}, ratioScale(digest)));
    return open ? [row, this.detailRow(index)] : [row];
  }

  detailRow(index) {
    return h('tr', {role: 'row', class: 'detail', 'aria-level': '2'},
      h('td', {role: 'gridcell', colspan: '6'}, details(this.all[index], this.name)));
  }

  row(place) {
    return this.body.querySelector('tr.digest[data-place="' + place + '"]');
  }

  focus(place) {
    for (const row of this.body.querySelectorAll('tr.digest')) {
      row.tabIndex = -1;
    }
    const row = this.row(place);
    row.tabIndex = 0;
    row.focus();
  }

  turn(step) {
    this.page += step;
    this.update();
    if (this.row(0)) {
      this.focus(0);
    }
  }

  flip(place, wanted) {
    const index = this.shown[place];
    const row = this.row(place);
    const open = this.open.has(index);
    if (wanted !== undefined && wanted === open) {
      return;
    }
    row.setAttribute('aria-expanded', open ? 'false' : 'true');
    row.classList.toggle('open', !open);
    if (open) {
      this.open.delete(index);
      row.nextElementSibling.remove();
    } else {
      this.open.add(index);
      row.after(this.detailRow(index));
      remember({target: this.name, digest: this.all[index].digest});
    }
  }

  click(event) {
    const row = event.target.closest('tr.digest');
    if (row && !getSelection().toString()) {
      const place = Number(row.dataset.place);
      this.focus(place);
      this.flip(place);
    }
  }

  key(event) {
    if (!event.target.matches('tr.digest') || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const place = Number(event.target.dataset.place);
    const last = this.shown.length - 1;
    const pages = Math.ceil(this.found.length / PAGE);
    switch (event.key) {
      case 'ArrowDown':
        if (place < last) {
          this.focus(place + 1);
        } else if (this.page < pages - 1) {
          this.turn(1);
        }
        break;
      case 'ArrowUp':
        if (place > 0) {
          this.focus(place - 1);
        } else if (this.page > 0) {
          this.turn(-1);
          this.focus(this.shown.length - 1);
        }
        break;
      case 'Home':
        this.focus(0);
        break;
      case 'End':
        this.focus(last);
        break;
      case 'PageDown':
        if (this.page < pages - 1) {
          this.turn(1);
        }
        break;
      case 'PageUp':
        if (this.page > 0) {
          this.turn(-1);
        }
        break;
      case 'ArrowRight':
        this.flip(place, true);
        break;
      case 'ArrowLeft':
        this.flip(place, false);
        break;
      case 'Enter':
      case ' ':
        this.flip(place);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Opens a digest by its id, on its page. */
  reveal(id) {
    const at = this.found.findIndex((index) => this.all[index].digest === id);
    if (at >= 0) {
      this.page = Math.floor(at / PAGE);
      this.open.add(this.found[at]);
      this.update();
      this.focus(at % PAGE);
      this.row(at % PAGE).scrollIntoView({block: 'start'});
    }
  }
}
