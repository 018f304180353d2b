package io.querymirror.instrument;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.pool.TypePool;

/**
 * The advice, each pair of classes read once: a driver has ten classes that take most of them. Read
 * from class files, as reflection would build an annotation proxy for every parameter.
 */
final class Advices {
  private final ClassFileLocator locator =
      ClassFileLocator.ForClassLoader.of(Advices.class.getClassLoader());
  private final TypePool pool = TypePool.Default.WithLazyResolution.of(locator);
  private final Map<String, Advice> read = new ConcurrentHashMap<>();
  private final Advice.WithCustomMapping known = mapping(true);
  private final Advice.WithCustomMapping unknown = mapping(false);

  /** {@code isKnown}: whether the class to be instrumented is of a known driver. */
  Advice of(Class<?> enter, Class<?> exit, boolean isKnown) {
    String key = enter.getName() + ' ' + exit.getName() + ' ' + isKnown;
    Advice advice = read.get(key);
    if (advice == null) {
      advice = (isKnown ? known : unknown).to(type(enter), type(exit), locator);
      read.put(key, advice);
    }
    return advice;
  }

  private TypeDescription type(Class<?> c) {
    return pool.describe(c.getName()).resolve();
  }

  private static Advice.WithCustomMapping mapping(boolean isKnown) {
    return Advice.withCustomMapping()
        .bind(Told.Known.class, isKnown)
        .bind(constant(Told.What.class, m -> IntegerConstant.forValue(MethodConstants.control(m))))
        .bind(
            constant(
                Told.Kind.class,
                m -> IntegerConstant.forValue(MethodConstants.bindKind(m).ordinal())))
        .bind(
            constant(
                Told.Reason.class,
                m -> {
                  String reason = MethodConstants.reason(m);
                  return reason == null ? NullConstant.INSTANCE : new TextConstant(reason);
                }));
  }

  private static <T extends java.lang.annotation.Annotation>
      Advice.OffsetMapping.Factory<T> constant(
          Class<T> annotation, Function<MethodDescription, StackManipulation> value) {
    return new Advice.OffsetMapping.Factory.Simple<>(
        annotation,
        (instrumentedType, instrumentedMethod, assigner, argumentHandler, sort) ->
            new Advice.OffsetMapping.Target.ForStackManipulation(value.apply(instrumentedMethod)));
  }
}
