/** What a run over real servers stands on: servers with tables, configurations, samples. */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.bed;
