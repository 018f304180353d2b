/** Whole runs of applications that only start: CPU and memory, one after another in turn. */
@org.jspecify.annotations.NullMarked
package io.querymirror.bench.startup;
