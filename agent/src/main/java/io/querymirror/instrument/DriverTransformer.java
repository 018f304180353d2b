package io.querymirror.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.querymirror.bootstrap.Probe;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Inlines the advice into one class of a driver. The class keeps its fields and methods, so that it
 * can be done and undone to a loaded class as well.
 */
final class DriverTransformer {
  /** Methods of a statement by which a driver may run statements of its own. */
  private static final Set<String> STATEMENT_GUARDS =
      Set.of(
          "cancel",
          "clearWarnings",
          "close",
          "getGeneratedKeys",
          "getMetaData",
          "getMoreResults",
          "getParameterMetaData",
          "getWarnings");

  private static final Set<String> CONNECTION_GUARDS =
      Set.of(
          "clearWarnings",
          "createArrayOf",
          "createNewIO",
          "createStruct",
          "getCatalog",
          "getClientInfo",
          "getMetaData",
          "getSchema",
          "getTransactionIsolation",
          "getWarnings",
          "isReadOnly",
          "isValid",
          "nativeSQL",
          "ping",
          "setClientInfo",
          "setNetworkTimeout",
          "shutdownServer");

  private static final Set<String> PREPARES =
      Set.of("prepareStatement", "prepareCall", "clientPrepareStatement", "serverPrepareStatement");

  private final Advices advices = new Advices();
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(InstrumentedType.Factory.Default.FROZEN)
          .with(Implementation.Context.Disabled.Factory.INSTANCE);

  /** Answers the new class file, or null where there is nothing to add. */
  byte @Nullable [] transform(
      ClassLoader loader, String name, int roles, boolean known, byte[] bytes) {
    if (!seesProbe(loader)) {
      return null;
    }
    String className = name.replace('/', '.');
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className, bytes),
            ClassFileLocator.ForClassLoader.of(loader));
    TypeDescription type =
        TypePool.Default.WithLazyResolution.of(locator).describe(className).resolve();
    AsmVisitorWrapper.ForDeclaredMethods builder = new AsmVisitorWrapper.ForDeclaredMethods();
    if ((roles & Roles.STATEMENT) != 0) {
      builder = statement(builder, known);
    }
    if ((roles & Roles.PREPARED) != 0) {
      builder = prepared(builder, known);
    }
    if ((roles & Roles.CONNECTION) != 0) {
      builder = connection(builder, known);
    }
    if ((roles & Roles.META_DATA) != 0) {
      builder = add(builder, known, Enter.Guard.class, Exit.Guard.class, isPublic());
    }
    if ((roles & Roles.DRIVER) != 0) {
      builder = driver(builder, known);
    }
    if (roles == 0) {
      builder = add(builder, known, Enter.Guard.class, Exit.Guard.class, named("run"));
    }
    return byteBuddy.decorate(type, locator).visit(builder).make().getBytes();
  }

  /** A loader that hides the boot loader's packages (OSGi) would fail inside the driver. */
  private static boolean seesProbe(ClassLoader loader) {
    try {
      return Class.forName(Probe.class.getName(), false, loader) == Probe.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private AsmVisitorWrapper.ForDeclaredMethods statement(
      AsmVisitorWrapper.ForDeclaredMethods b, boolean known) {
    ElementMatcher.Junction<MethodDescription> text = takesArgument(0, String.class);
    b = add(b, known, Enter.Text.class, Exit.Rows.class, named("executeQuery").and(text));
    b = add(b, known, Enter.Text.class, Exit.Count.class, updates().and(text));
    b = add(b, known, Enter.Text.class, Exit.Flag.class, flag().and(text));
    b =
        add(
            b,
            known,
            Enter.Batch.class,
            Exit.Batch.class,
            named("executeBatch").or(named("executeLargeBatch")).and(takesArguments(0)));
    b = add(b, known, Enter.Arguments.class, Exit.AddBatch.class, named("addBatch").and(text));
    b =
        add(
            b,
            known,
            Enter.Guard.class,
            Exit.ClearBatch.class,
            named("clearBatch").and(takesArguments(0)));
    return add(b, known, Enter.Guard.class, Exit.Guard.class, in(STATEMENT_GUARDS));
  }

  private AsmVisitorWrapper.ForDeclaredMethods prepared(
      AsmVisitorWrapper.ForDeclaredMethods b, boolean known) {
    ElementMatcher.Junction<MethodDescription> none = takesArguments(0);
    b = add(b, known, Enter.Prepared.class, Exit.Rows.class, named("executeQuery").and(none));
    b = add(b, known, Enter.Prepared.class, Exit.Count.class, updates().and(none));
    b = add(b, known, Enter.Prepared.class, Exit.Flag.class, flag().and(none));
    b = add(b, known, Enter.Guard.class, Exit.AddBatch.class, named("addBatch").and(none));
    b =
        add(
            b,
            known,
            Enter.Guard.class,
            Exit.ClearParameters.class,
            named("clearParameters").and(none));
    b =
        add(
            b,
            known,
            Enter.Arguments.class,
            Exit.RegisterOut.class,
            named("registerOutParameter").and(positioned()));
    return add(b, known, Enter.Arguments.class, Exit.Bind.class, setters());
  }

  private AsmVisitorWrapper.ForDeclaredMethods connection(
      AsmVisitorWrapper.ForDeclaredMethods b, boolean known) {
    b = add(b, known, Enter.Arguments.class, Exit.Prepare.class, prepares());
    b = add(b, known, Enter.Control.class, Exit.Control.class, plainControls());
    b =
        add(
            b,
            known,
            Enter.ControlArgument.class,
            Exit.Control.class,
            named("rollback")
                .or(named("releaseSavepoint"))
                .and(takesArgument(0, named("java.sql.Savepoint")))
                .or(
                    named("setCatalog")
                        .or(named("setSchema"))
                        .or(named("setDatabase"))
                        .and(takesArguments(String.class))));
    b =
        add(
            b,
            known,
            Enter.Control.class,
            Exit.ControlResult.class,
            named("setSavepoint").and(returns(named("java.sql.Savepoint"))));
    b =
        add(
            b,
            known,
            Enter.ControlSwitch.class,
            Exit.Control.class,
            named("setAutoCommit").or(named("setReadOnly")).and(takesArguments(boolean.class)));
    b =
        add(
            b,
            known,
            Enter.ControlNumber.class,
            Exit.Control.class,
            named("setTransactionIsolation").and(takesArguments(int.class)));
    return add(b, known, Enter.Guard.class, Exit.Guard.class, in(CONNECTION_GUARDS));
  }

  private AsmVisitorWrapper.ForDeclaredMethods driver(
      AsmVisitorWrapper.ForDeclaredMethods b, boolean known) {
    ElementMatcher.Junction<MethodDescription> connect = method("connect");
    connect = connect.and(isMethod()).and(not(isAbstract())).and(not(returns(void.class)));
    return b.invokable(connect, advices.of(Enter.Arguments.class, Exit.Connect.class, known));
  }

  private static ElementMatcher.Junction<MethodDescription> plainControls() {
    return method("commit")
        .or(named("rollback"))
        .or(named("close"))
        .or(named("reset"))
        .or(named("resetServerState"))
        .and(takesArguments(0))
        .or(named("abort").and(takesArguments(1)))
        .or(named("changeUser").and(takesArguments(2)));
  }

  private static ElementMatcher.Junction<MethodDescription> method(String name) {
    return in(Set.of(name));
  }

  private static ElementMatcher.Junction<MethodDescription> prepares() {
    return in(PREPARES).and(takesArgument(0, String.class)).and(not(returns(void.class)));
  }

  private static ElementMatcher.Junction<MethodDescription> setters() {
    return new ElementMatcher.Junction.AbstractBase<>() {
      @Override
      public boolean matches(@Nullable MethodDescription m) {
        return m != null
            && m.getName().startsWith("set")
            && m.getParameters().size() >= 2
            && positioned().matches(m);
      }
    };
  }

  /** The first parameter is a position or a name. */
  private static ElementMatcher.Junction<MethodDescription> positioned() {
    ElementMatcher.Junction<MethodDescription> position = takesArgument(0, int.class);
    return position.or(takesArgument(0, String.class));
  }

  private static ElementMatcher.Junction<MethodDescription> updates() {
    ElementMatcher.Junction<MethodDescription> update = named("executeUpdate");
    return update.or(named("executeLargeUpdate"));
  }

  private static ElementMatcher.Junction<MethodDescription> flag() {
    ElementMatcher.Junction<MethodDescription> execute = named("execute");
    return execute.and(returns(boolean.class));
  }

  private static ElementMatcher.Junction<MethodDescription> in(Set<String> names) {
    return new ElementMatcher.Junction.AbstractBase<>() {
      @Override
      public boolean matches(@Nullable MethodDescription m) {
        return m != null && names.contains(m.getName());
      }
    };
  }

  private AsmVisitorWrapper.ForDeclaredMethods add(
      AsmVisitorWrapper.ForDeclaredMethods builder,
      boolean known,
      Class<?> enter,
      Class<?> exit,
      ElementMatcher.Junction<MethodDescription> methods) {
    ElementMatcher.Junction<MethodDescription> all = isMethod();
    return builder.invokable(
        methods
            .and(all)
            .and(isPublic())
            .and(not(isStatic()))
            .and(not(isAbstract()))
            .and(not(isNative()))
            .and(not(isBridge())),
        advices.of(enter, exit, known));
  }
}
