'use strict';

/* The agent's state, asked for again and again. What came before is kept for rates and charts. */

const EVERY_MS = 2000;
const PATIENCE_MS = 8000;
const MOST_SAMPLES = 450;
const TOKEN_KEY = 'querymirror-token';

class NoTokenError extends Error {}

class Feed {
  /** @param told is told of every answer and of every failure */
  constructor(told) {
    this.told = told;
    this.samples = [];
    this.token = takeToken();
    this.timer = null;
  }

  /** The token holds until this tab is closed. */
  setToken(token) {
    this.token = token;
    try {
      sessionStorage.setItem(TOKEN_KEY, token);
    } catch (e) {
      // no storage here: it holds until the page is loaded anew
    }
  }

  /** One request, with the token where there is one. */
  async ask(path, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), path === '/reload' ? 60000 : PATIENCE_MS);
    try {
      const headers = this.token ? {Authorization: 'Bearer ' + this.token} : {};
      const response = await fetch(path, Object.assign(
        {headers, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: stop.signal}, options));
      if (response.status === 401) {
        throw new NoTokenError(this.token ? 'That is not the token.' : '');
      }
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  async json(path, options) {
    const response = await this.ask(path, options);
    const body = await response.json();
    if (!response.ok && typeof body.error === 'string') {
      throw new Error(body.error);
    }
    return body;
  }

  /** Asks now, and from then on again. */
  async next() {
    clearTimeout(this.timer);
    const turn = this.turn = {};
    try {
      const status = await this.json('/status.json');
      if (this.turn === turn) {
        this.keep(object(status.report));
        this.told({status});
      }
    } catch (error) {
      if (this.turn === turn) {
        this.told({error});
      }
    }
    if (this.turn === turn && !this.waits) {
      this.timer = setTimeout(() => document.hidden ? null : this.next(), EVERY_MS);
    }
  }

  keep(report) {
    const sample = sampleOf(report);
    const last = this.samples[this.samples.length - 1];
    if (last && last.started !== sample.started) {
      this.samples = []; // another run of the application
    } else if (last && last.at >= sample.at) {
      return;
    }
    this.samples.push(sample);
    if (this.samples.length > MOST_SAMPLES) {
      this.samples.shift();
    }
  }

  /** Statements seen in a second of late; null where that is not known yet. */
  seenRate() {
    const n = this.samples.length;
    return n < 2 ? null : rate(this.samples[n - 2], this.samples[n - 1], (s) => s.seen);
  }

  /** Columns for a target's charts: a row for each interval. */
  history(name) {
    const columns = {at: [], executed: [], dropped: [], pending: [], p50: [], p99: []};
    for (let i = 1; i < this.samples.length; i++) {
      const before = this.samples[i - 1];
      const now = this.samples[i];
      const mine = now.targets[name];
      if (!mine || !before.targets[name]) {
        continue;
      }
      const lag = lagBetween(before.targets[name].lag, mine.lag);
      columns.at.push(now.at / 1000);
      columns.executed.push(rate(before, now, (s) => s.targets[name].executed));
      columns.dropped.push(rate(before, now, (s) => s.targets[name].dropped));
      columns.pending.push(mine.pending);
      columns.p50.push(lag(0.5));
      columns.p99.push(lag(0.99));
    }
    return columns;
  }
}

function sampleOf(report) {
  const targets = {};
  for (const [name, target] of Object.entries(object(report.targets))) {
    const book = object(target.ledger);
    targets[name] = {
      executed: number(book.executed) + number(book.failed), dropped: sum(book.dropped), pending: number(book.pending),
      lag: new Map(list(object(target.lag_ms).histogram_us)),
    };
  }
  return {at: Date.parse(report.updated), started: report.started, seen: number(object(report.capture).seen), targets};
}

function rate(before, now, of) {
  return Math.max(0, of(now) - of(before)) * 1000 / Math.max(1, now.at - before.at);
}

/** Percentiles of the lags, in milliseconds, that came between two histograms. */
function lagBetween(before, now) {
  const more = [...now].map(([low, times]) => [low, times - number(before.get(low))]).filter((p) => p[1] > 0)
    .sort((a, b) => a[0] - b[0]);
  const all = more.reduce((total, pair) => total + pair[1], 0);
  return (share) => {
    let below = 0;
    for (const [low, times] of more) {
      below += times;
      if (below >= share * all) {
        return low / 1000;
      }
    }
    return null;
  };
}

/** From the address's last part, which no server sees, or from this tab before. */
function takeToken() {
  const found = /(?:^#|&)token=([^&]*)/.exec(location.hash);
  try {
    if (found) {
      sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(found[1]));
      window.history.replaceState(null, '', location.pathname);
    }
    return sessionStorage.getItem(TOKEN_KEY);
  } catch (e) {
    return found ? found[1] : null;
  }
}
