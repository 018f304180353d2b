'use strict';

/* What the report's keys mean, in words. */

const VERDICTS = ['errors', 'mismatch', 'degraded', 'improved', 'same', 'cannot_tell'];

function verdictRank(verdict) {
  const rank = VERDICTS.indexOf(verdict);
  return rank < 0 ? VERDICTS.length : rank;
}

/* The worst first; what a reload took out last. */
function targetRank(target) {
  return verdictRank(target.verdict) + (target.removed === true ? VERDICTS.length + 1 : 0);
}

const VERDICT_WORDS = {
  errors: 'errors',
  mismatch: 'mismatch',
  degraded: 'slower',
  improved: 'faster',
  same: 'same',
  cannot_tell: 'cannot tell',
};

const VERDICT_HELP = {
  errors: 'failed there, and succeeded in production',
  mismatch: 'returned other rows, or changed another number of them',
  degraded: 'surely slower than in production',
  improved: 'surely faster than in production',
  same: 'nothing failed or differed, and it is as fast',
  cannot_tell: 'nothing bad was seen, in too little to be sure',
};

const ANSWERS = {
  errors: 'No.',
  mismatch: 'No.',
  degraded: 'Slower.',
  improved: 'Yes, and faster.',
  same: 'Yes.',
  cannot_tell: 'Cannot tell yet.',
};

const TERMS = {
  seen: 'statements that the application finished',
  unmatched: 'no rule took them',
  skipped: 'a rule says to skip them',
  matched: 'a rule gave them to this target',
  amplified: 'further copies, by copies',
  sampled_out: 'not in their rule’s sample',
  not_repeated: 'ended in production by a deadlock, a time-out or a cancel, so there is nothing to compare with',
  executed: 'succeeded there',
  failed: 'raised an error there',
  dropped: 'not run, for the reasons below',
  pending: 'queued or running when this was written',
};

const DROPS = {
  ring_full: 'the agent’s ring was full: the application never waits',
  internal_error: 'an error inside of the agent',
  queue_full: 'the target’s queue had no place',
  queue_bytes: 'the target’s queue had no room in bytes',
  too_large: 'larger than limits.statement_size',
  write_denied: 'a write, and the target says writes: deny',
  unavailable: 'the target was not reachable',
  transaction: 'the rest of a transaction that had lost a part',
  unsupported: 'cannot be repeated',
  shed: 'given up to keep within the agent’s limits',
  disabled: 'mirroring was switched off',
  shutdown: 'still queued when the application ended',
};

const FIDELITY = {
  ambiguous: 'order to another statement on the same rows cannot be told',
  order_breaks: 'ran out of their order',
  several_writers: 'another agent or target applies writes to the same server',
  unseeded: 'ran without their session’s state',
  unpinned: 'writes with values that only production’s server knew',
  retried: 'run once more after a deadlock or lock wait',
  rolled_back: 'ran, and were rolled back although production committed',
  unknown_outcome: 'commits whose fate is unknown',
};

const INCOMPARABLE = {
  non_deterministic: 'need not answer the same twice, whatever the data',
  out_of_step: 'a table that it reads lacks writes of production, or has others',
  overlap: 'something that concerns it was committed while it ran',
  unconfirmed: 'it differed, and a second run at once did not say the same',
  too_large: 'more rows or bytes than are compared',
  no_rows: 'the rows of one side can’t be had',
  transaction: 'it ran in another place of its transaction',
  own_data: 'the target’s data are its own',
};

const ERRORS = {
  new: 'failed there, succeeded in production',
  resolved: 'succeeded there, failed in production',
  same: 'failed alike on both',
  changed: 'failed on both, with different codes',
  environment: 'deadlocks, lock waits, time-outs and lost connections of the mirror',
  noise: 'failed there, succeeded in production, and failed on the control alike',
};

/** What one digest's figures say, gravest first, each in a few words. */
function findings(digest) {
  const found = [];
  const errors = object(digest.errors);
  if (errors.new > 0) {
    found.push(counted(errors.new, 'execution') + ' failed' + codeOf(digest, 'new'));
  }
  const results = object(digest.results);
  if (results.different > 0) {
    found.push(count(results.different) + ' of ' + counted(results.compared, 'result') + ' differ');
  }
  if (errors.changed > 0) {
    found.push(counted(errors.changed, 'error') + ' changed');
  }
  if (digest.verdict === 'degraded' || digest.verdict === 'improved') {
    const r = ratioOf(digest);
    const slower = digest.verdict === 'degraded';
    found.push(r ? ratio(slower ? r : 1 / r) + (slower ? ' slower' : ' faster') : VERDICT_WORDS[digest.verdict]);
  }
  const changes = textsOf(digest.plan_changes);
  if (changes.length > 0) {
    found.push('plan: ' + changes[0]);
  }
  if (results.expected > 0) {
    found.push(counted(results.expected, 'difference') + ' expected');
  }
  return found;
}

function codeOf(digest, type) {
  const example = list(digest.examples).find((e) => e.error === type && isObject(e.target));
  return example ? ': ' + example.target.sql_state + '/' + example.target.code : '';
}

function ratioOf(digest) {
  const latency = object(digest.latency_us);
  return typeof latency.ratio_p50 === 'number' ? latency.ratio_p50 : null;
}

/** Low and high end of the ratio's confidence interval, or null. */
function intervalOf(digest) {
  const latency = object(digest.latency_us);
  return typeof latency.ratio_p50_low === 'number' && typeof latency.ratio_p50_high === 'number'
    ? [latency.ratio_p50_low, latency.ratio_p50_high] : null;
}

function textsOf(value) {
  if (typeof value === 'string') {
    return value === '' ? [] : [value];
  }
  return list(value).filter((each) => typeof each === 'string');
}

/** How many digests of a target have which verdict. */
function tally(target) {
  const counts = {};
  for (const verdict of VERDICTS) {
    counts[verdict] = {digests: 0, executions: 0};
  }
  for (const digest of list(target.digests)) {
    const at = counts[digest.verdict] || counts.cannot_tell;
    at.digests++;
    at.executions += number(digest.count);
  }
  const all = object(target.verdicts);
  if (sum(all) > list(target.digests).length) {
    // Only the worst ones are here.
    for (const verdict of VERDICTS) {
      counts[verdict].digests = number(all[verdict]);
    }
  }
  return counts;
}

/** The sentence under the answer. */
function explain(target, counts) {
  const all = VERDICTS.reduce((total, verdict) => total + counts[verdict].digests, 0);
  const of = all > 0 ? ' of ' + count(all) : '';
  const parts = [];
  if (counts.errors.digests > 0) {
    parts.push(
      counted(counts.errors.digests, 'statement') + of + (counts.errors.digests === 1 ? ' fails' : ' fail')
        + ' there and not in production');
  }
  if (counts.mismatch.digests > 0) {
    parts.push(
      counted(counts.mismatch.digests, 'statement') + (parts.length ? '' : of)
        + (counts.mismatch.digests === 1 ? ' returns' : ' return') + ' other rows or counts');
  }
  if (counts.degraded.digests > 0) {
    parts.push(
      counted(counts.degraded.digests, 'statement') + (parts.length ? '' : of)
        + (counts.degraded.digests === 1 ? ' is' : ' are') + ' slower');
  }
  if (parts.length === 0 && counts.improved.digests > 0) {
    parts.push(counted(counts.improved.digests, 'statement') + of + (counts.improved.digests === 1 ? ' is' : ' are') + ' faster, none is worse');
  }
  if (parts.length === 0 && target.verdict === 'same') {
    parts.push('nothing failed, no result differed, and nothing got slower');
  }
  if (parts.length === 0) {
    parts.push(number(object(target.ledger).executed) > 0
      ? 'nothing failed that production could do, but that is not enough to judge'
      : 'nothing ran there');
  }
  const plans = new Set(list(target.plan_changes).filter(isObject).map((change) => change.schema + '.' + change.digest)).size;
  if (plans > 0) {
    parts.push(counted(plans, 'statement') + (plans === 1 ? ' has' : ' have') + ' another plan');
  }
  const text = parts.join('; ') + '.';
  return text[0].toUpperCase() + text.slice(1);
}

/** What keeps a verdict from being decided, where the report says so. */
function missing(judged) {
  return textsOf(judged.missing);
}

function plain(value) {
  if (isObject(value)) {
    return Object.entries(value).map(([key, each]) => words(key) + ' ' + plain(each)).join(', ');
  }
  return Array.isArray(value) ? value.map(plain).join(', ') : typeof value === 'number' ? FRACTION.format(value) : String(value);
}
