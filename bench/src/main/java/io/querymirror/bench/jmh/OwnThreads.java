package io.querymirror.bench.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU and bytes of the application's threads alone, per statement. JMH's own profilers count the
 * whole JVM, and so the dispatcher's share too.
 */
public final class OwnThreads implements InternalProfiler {
  static final String CPU = "own.cpu";
  static final String BYTES = "own.bytes";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final LongAdder NANOS = new LongAdder();
  private static final LongAdder ALLOCATED = new LongAdder();

  /** What a thread had used when its burst began. */
  static final class Since {
    private long nanos;
    private long bytes;

    void begin() {
      bytes = THREADS.getCurrentThreadAllocatedBytes();
      nanos = THREADS.getCurrentThreadCpuTime();
    }

    void end() {
      NANOS.add(THREADS.getCurrentThreadCpuTime() - nanos);
      ALLOCATED.add(THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }
  }

  @Override
  public String getDescription() {
    return "CPU and bytes of the benchmark's threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    NANOS.reset();
    ALLOCATED.reset();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double calls = (double) iteration.getBatchSize() * benchmark.getThreads();
    return List.of(
        new ScalarResult(CPU, NANOS.sum() / calls, "ns/op", AggregationPolicy.AVG),
        new ScalarResult(BYTES, ALLOCATED.sum() / calls, "B/op", AggregationPolicy.AVG));
  }
}
