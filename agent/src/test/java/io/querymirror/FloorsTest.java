package io.querymirror;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A package uses itself and packages on lower floors; and nothing uses what would hurt. */
class FloorsTest {
  private static final String ROOT = "io.querymirror.";

  private static final List<List<String>> FLOORS =
      List.of(
          List.of("model", "message"),
          List.of("sql"),
          List.of("plan"),
          List.of("config", "order", "stats"),
          List.of("catalog"),
          List.of("compare"),
          List.of("mirror.wire"),
          List.of("mirror.hosts"),
          List.of("mirror.observe", "mirror.judging"),
          List.of("capture", "instrument", "rule", "mirror"),
          List.of("report", "archive", "inspect"),
          List.of("control"),
          List.of("http"),
          List.of("runtime"),
          List.of("cli"));

  /** What inlined advice calls, from the boot loader. */
  private static final String BOOT = "bootstrap";

  private static final Set<String> USES_BOOT = Set.of("capture", "instrument", "runtime");

  /** SLF4J finds it; only those who start a class loader's life call it. */
  private static final String LOG = "log";

  private static final Set<String> USES_LOG = Set.of("runtime", "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(l -> !l.contains("/entry/"))
          .importPackages("io.querymirror");

  static Stream<String> packages() {
    return FLOORS.stream().flatMap(List::stream);
  }

  @Test
  void everyPackageHasItsFloor() {
    Set<String> known = new TreeSet<>(packages().toList());
    known.add(BOOT);
    known.add(LOG);
    Set<String> found = new TreeSet<>();
    for (JavaClass c : CLASSES) {
      found.add(c.getPackageName().substring(ROOT.length()));
    }
    found.removeAll(known);
    assertEquals(Set.of(), found);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesLowerFloorsOnly(String name) {
    List<String> allowed = new ArrayList<>(List.of(name));
    for (List<String> floor : FLOORS) {
      if (floor.contains(name)) {
        break;
      }
      allowed.addAll(floor);
    }
    if (name.equals("instrument")) {
      allowed.add("capture");
    }
    if (USES_BOOT.contains(name)) {
      allowed.add(BOOT);
    }
    if (USES_LOG.contains(name)) {
      allowed.add(LOG);
    }
    String[] rooms = allowed.stream().map(p -> ROOT + p).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(rooms).or(not(resideInAPackage("io.querymirror.."))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /**
   * But who inspects a target before any copy runs meets its hosts, and who builds the parts joins
   * the judgements of several.
   */
  @Test
  void onlyTheMirrorEntersItsRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "mirror..", ROOT + "inspect", ROOT + "runtime")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "mirror.*..")
        .check(CLASSES);
  }

  /** Each makes a choice for the whole JVM that is the application's to make. */
  @Test
  void nothingTouchesWhatIsTheApplications() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging", "java.util.prefs")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.DriverManager")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.System$Logger")
        .check(CLASSES);
  }

  @Test
  void onlyControlMeetsJmxAndHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "control")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.management..", "com.sun.net.httpserver..")
        .check(CLASSES);
  }

  /** What an operator reads has a code and a bound: it goes by {@code message.Log}. */
  @Test
  void onlyItsOwnLogSpeaksToSlf4j() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "message", ROOT + LOG)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsOrExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}
