package io.querymirror.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the agent knows of a class of the application. It is kept with that class, so it does not
 * keep the class alive; but the class would keep it, and the agent's loader, behind a detach. So it
 * is known which classes there are, to be able to let go of all of it.
 */
abstract class ByClass<T> extends ClassValue<T> {
  private static final List<ByClass<?>> ALL = new CopyOnWriteArrayList<>();

  private static final Set<Class<?>> CLASSES =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  ByClass() {
    ALL.add(this);
  }

  @Override
  protected final T computeValue(Class<?> type) {
    CLASSES.add(type);
    return compute(type);
  }

  /** The value for a class; may be called by several threads at once. */
  abstract T compute(Class<?> type);

  /** Takes everything from every class. */
  static void forget() {
    List<Class<?>> classes;
    synchronized (CLASSES) {
      classes = new ArrayList<>(CLASSES);
      CLASSES.clear();
    }
    for (Class<?> type : classes) {
      for (ByClass<?> value : ALL) {
        value.remove(type);
      }
    }
  }
}
