/** How a run's figures are summed up and written: JSON for machines, Markdown for people. */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.results;
