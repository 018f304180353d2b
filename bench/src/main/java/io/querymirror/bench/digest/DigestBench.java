package io.querymirror.bench.digest;

import io.querymirror.bench.results.Arguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Everything that is found out about one text: kind, tables, digest. {@code seen} parses as the
 * dispatcher does, texts like those of before; {@code first} each text as if it were the first,
 * which a parser for another sql_mode does, as it remembers nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls setUp() before all else.
public class DigestBench {
  private static final MethodHandle PARSE = parse();

  @Param({"point"})
  public String texts;

  /** Of a hostile text; 0 for the mixes. */
  @Param({"0"})
  public int size;

  private String[] all;
  private int next;

  @Setup
  public void setUp() {
    all = size == 0 ? Texts.mix(texts) : Texts.hostile(texts, size);
  }

  @Benchmark
  public Object seen() throws Throwable {
    return (Object) PARSE.invokeExact(text(), false, false);
  }

  @Benchmark
  public Object first() throws Throwable {
    return (Object) PARSE.invokeExact(text(), false, true);
  }

  private String text() {
    next = next + 1 == all.length ? 0 : next + 1;
    return all[next];
  }

  /** The agent's own classes, as they are before they are nested in its jar. */
  private static MethodHandle parse() {
    try {
      URL classes = Arguments.root().resolve("agent/target/classes").toUri().toURL();
      ClassLoader loader =
          new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
      Class<?> parser = loader.loadClass("io.querymirror.sql.SqlParser");
      return MethodHandles.lookup()
          .unreflect(parser.getMethod("parse", String.class, boolean.class, boolean.class))
          .asType(MethodType.methodType(Object.class, String.class, boolean.class, boolean.class));
    } catch (ReflectiveOperationException | java.net.MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
