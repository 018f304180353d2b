package io.querymirror.capture;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens the package of a driver that is a named module, to the agent alone. */
final class ClosedModules {
  private static volatile @Nullable Instrumentation instrumentation;

  private ClosedModules() {}

  static void openedBy(Instrumentation by) {
    instrumentation = by;
  }

  /** Whether the class's package is open to the agent now; never done to the JDK's own. */
  static boolean open(Class<?> type) {
    Module module = type.getModule();
    Instrumentation by = instrumentation;
    if (by == null || !module.isNamed() || isJdk(type) || !by.isModifiableModule(module)) {
      return false;
    }
    by.redefineModule(
        module,
        Set.of(),
        Map.of(),
        Map.of(type.getPackageName(), Set.of(ClosedModules.class.getModule())),
        Set.of(),
        Map.of());
    return true;
  }

  private static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
