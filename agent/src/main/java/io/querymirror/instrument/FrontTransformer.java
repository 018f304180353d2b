package io.querymirror.instrument;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every class that the application loads and passes on the few of JDBC drivers. It must be
 * cheap, so that start-up stays what it was: names, then one scan of the bytes, then the class
 * file's header; ASM is not even loaded before the first hit.
 */
public final class FrontTransformer implements ClassFileTransformer {

  private final ClassLoader own;
  private final Roles roles = new Roles();
  private volatile Runnable connects = () -> {};

  /** {@code own}: the agent's loader, whose drivers are never touched. */
  public FrontTransformer(ClassLoader own) {
    this.own = own;
  }

  /**
   * Runs {@code action} when a driver's connection class is loaded: a connection is to be opened.
   */
  public void whenConnecting(Runnable action) {
    connects = action;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || name == null || loader == own || KnownClasses.isIgnored(name)) {
      return null;
    }
    try {
      return transform(loader, name, bytes);
    } catch (Throwable e) {
      log().later(Message.NOT_INSTRUMENTED, name, e);
      return null;
    }
  }

  private byte @Nullable [] transform(ClassLoader loader, String name, byte[] bytes) {
    boolean cancelThread = KnownClasses.isCancelThread(name);
    if (!cancelThread && !ClassHeader.mentionsJdbc(bytes)) {
      return null;
    }
    ClassHeader header = ClassHeader.read(bytes);
    if (header == null || header.isInterface) {
      return null;
    }
    int found = cancelThread ? 0 : roles.of(loader, header);
    if (found == 0 && !cancelThread) {
      return null;
    }
    boolean known = KnownClasses.isDriver(name);
    if (known && (found & Roles.CONNECTION) != 0) {
      connects.run();
    }
    return DriverTransformer.transform(loader, name, found, known, bytes);
  }

  private static Log log() {
    return Log.of(FrontTransformer.class);
  }
}
