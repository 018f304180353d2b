/** The ledger, error counts and histograms: every statement ends in exactly one of their bins. */
package io.querymirror.stats;
