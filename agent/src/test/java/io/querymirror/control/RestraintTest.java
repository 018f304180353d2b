package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.stats.OwnUse;
import io.querymirror.stats.OwnUse.State;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestraintTest {
  private static final long EVERY = 500_000_000L;

  private final List<String> switched = new ArrayList<>();
  private boolean enabled = true;
  private Origin by;
  private boolean discards;
  private final Shedding shedding = new Shedding();
  private final Restraint restraint = new Restraint(operations(), shedding, on -> discards = on);
  private long now = 1_000_000_000_000L;
  private double cpu = 0.1;
  private double heap = 0.3;
  private double overhead = 300;

  private Operations operations() {
    return (Operations)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Operations.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "enabled":
                  return enabled;
                case "switchedBy":
                  return by;
                case "enable":
                  operator((Boolean) arguments[0], (Origin) arguments[1]);
                  switched.add(arguments[0] + " " + arguments[1]);
                  return null;
                default:
                  throw new AssertionError(method);
              }
            });
  }

  private void operator(boolean on, Origin origin) {
    enabled = on;
    by = origin;
  }

  @BeforeEach
  void limits() {
    restraint.cpu.limit(0.5);
    restraint.heap.limit(0.9);
    restraint.overhead.limit(20_000);
  }

  private OwnUse run(double seconds) {
    for (int i = 0; i < 2 * seconds; i++) {
      now += EVERY;
      restraint.cpu.measured(enabled ? cpu : 0);
      restraint.heap.measured(heap);
      if (enabled) {
        restraint.overhead.measured(overhead);
      } else {
        restraint.overhead.unknown();
      }
      restraint.look(now);
    }
    return restraint.use(1, 2, 3);
  }

  @Test
  void whereAllIsWellNothingHappens() {
    OwnUse use = run(100);
    assertEquals(State.OK, use.state());
    assertEquals("", use.reason());
    assertEquals(0, use.sinceMillis());
    assertEquals(0, shedding.share());
    assertEquals(3, use.measures().size());
  }

  @Test
  void theFurthestStepIsDoneAndNamed() {
    cpu = 0.6;
    OwnUse use = run(2);
    assertEquals("cpu", use.reason());
    assertEquals(0.5, use.shed());
    assertFalse(discards);
    heap = 0.95;
    use = run(0.5);
    assertEquals("heap", use.reason());
    assertEquals(1, shedding.share());
    assertTrue(discards);
    assertEquals(1, use.timesShed());
    assertTrue(use.sinceMillis() > 0);
  }

  @Test
  void goesOffAndComesBackByItself() {
    overhead = 25_000;
    OwnUse use = run(5);
    assertEquals(State.OFF, use.state());
    assertEquals(List.of("false LIMITS"), switched);
    overhead = 300;
    use = run(20);
    assertEquals(List.of("false LIMITS", "true LIMITS"), switched);
    assertEquals(State.OK, use.state());
    assertEquals(0, shedding.share());
    assertEquals(1, use.timesOff());
  }

  @Test
  void whatCannotGoWellIsTriedEverMoreRarely() {
    overhead = 25_000;
    run(24 * 3_600);
    long on = switched.stream().filter(s -> s.startsWith("true")).count();
    assertTrue(on > 10 && on < 200, "on again " + on + " times a day");
  }

  @Test
  void whatAnOperatorSwitchedOffMeanwhileStaysOff() {
    overhead = 25_000;
    run(5);
    operator(false, Origin.CLI);
    overhead = 300;
    OwnUse use = run(3_600);
    assertFalse(enabled);
    assertEquals(State.OK, use.state());
    assertEquals(List.of("false LIMITS"), switched);
  }

  @Test
  void whatAnOperatorSwitchesOnIsOnAndWatchedAnew() {
    overhead = 25_000;
    run(5);
    operator(true, Origin.HTTP);
    OwnUse use = run(0.5);
    assertEquals(State.OK, use.state());
    assertEquals(0, shedding.share());
    use = run(5);
    assertEquals(State.OFF, use.state());
    assertEquals(2, use.timesOff());
  }

  @Test
  void anOperatorsOffIsNotTouchedByLimits() {
    operator(false, Origin.PROPERTY);
    cpu = 0.6;
    heap = 0.95;
    OwnUse use = run(600);
    assertFalse(enabled);
    assertEquals(List.of(), switched);
    assertEquals(State.OK, use.state());
    assertEquals(0, shedding.share());
  }

  @Test
  void whatIsSwitchedOffWhileItShedsIsJustOff() {
    cpu = 0.6;
    run(3);
    assertEquals(State.SHEDDING, restraint.state());
    operator(false, Origin.JMX);
    cpu = 0.1;
    assertEquals(State.OK, run(1).state());
    assertEquals(0, shedding.share());
  }

  @Test
  void aLimitThatIsTakenAwayHoldsNothingBack() {
    heap = 0.95;
    run(10);
    assertFalse(enabled);
    restraint.heap.limit(Double.POSITIVE_INFINITY);
    run(20);
    assertTrue(enabled);
    assertEquals(State.OK, restraint.state());
  }
}
