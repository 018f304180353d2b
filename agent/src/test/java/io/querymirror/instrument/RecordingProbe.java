package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import java.util.List;

/** Writes down what it is called for; may be told to fail, or to have nothing to do. */
final class RecordingProbe extends Probe {
  private final List<String> log;
  private final String how;

  RecordingProbe(List<String> log, String how) {
    this.log = log;
    this.how = how;
  }

  private Object entered(String method) {
    log.add(method);
    if (how.equals("enter throws")) {
      throw new StackOverflowError("by the probe");
    }
    return how.equals("no token") ? null : "token of " + method;
  }

  private void left(String method) {
    log.add(method);
    if (how.equals("exit throws")) {
      throw new OutOfMemoryError("by the probe");
    }
  }

  @Override
  public Object enterText(Object statement, String sql, boolean known) {
    return entered("enterText");
  }

  @Override
  public Object enterPrepared(Object statement, boolean known) {
    return entered("enterPrepared");
  }

  @Override
  public Object enterBatch(Object statement, boolean known) {
    return entered("enterBatch");
  }

  @Override
  public Object enterControl(
      Object connection, int what, Object argument, int number, boolean known) {
    return entered("enterControl");
  }

  @Override
  public Object enterGuard(boolean known) {
    return entered("enterGuard");
  }

  @Override
  public Object enterArguments(
      boolean known, Object first, Object second, Object third, Object fourth) {
    return entered("enterArguments");
  }

  @Override
  public void exitRows(Object token, Object statement, Object resultSet, Throwable thrown) {
    left("exitRows");
  }

  @Override
  public void exitCount(Object token, Object statement, long count, Throwable thrown) {
    left("exitCount");
  }

  @Override
  public void exitFlag(Object token, Object statement, boolean rows, Throwable thrown) {
    left("exitFlag");
  }

  @Override
  public void exitBatch(Object token, Object statement, Object counts, Throwable thrown) {
    left("exitBatch");
  }

  @Override
  public void exitControl(Object token, Object connection, Object result, Throwable thrown) {
    left("exitControl");
  }

  @Override
  public void exitGuard(Object token) {
    left("exitGuard");
  }

  @Override
  public void exitPrepare(Object token, Object connection, Object statement, Throwable thrown) {
    left("exitPrepare");
  }

  @Override
  public void exitConnect(Object token, Object connection, Throwable thrown) {
    left("exitConnect");
  }

  @Override
  public Object enterNumber(int position, long bits, boolean known) {
    return entered("enterNumber");
  }

  @Override
  public void exitNumber(Object token, Object statement, int kind, Throwable thrown) {
    left("exitNumber");
  }

  @Override
  public Object enterValue(int position, Object value, boolean known) {
    return entered("enterValue");
  }

  @Override
  public void exitValue(Object token, Object statement, int kind, boolean known, Throwable thrown) {
    left("exitValue");
  }

  @Override
  public void exitBind(Object token, Object statement, int kind, String reason, Throwable thrown) {
    left("exitBind");
  }

  @Override
  public void exitRegisterOut(Object token, Object statement, Throwable thrown) {
    left("exitRegisterOut");
  }

  @Override
  public void exitAddBatch(Object token, Object statement, Throwable thrown) {
    left("exitAddBatch");
  }

  @Override
  public void exitClearBatch(Object token, Object statement, Throwable thrown) {
    left("exitClearBatch");
  }

  @Override
  public void exitClose(Object token, Object statement, Throwable thrown) {
    left("exitClose");
  }

  @Override
  public void exitClearParameters(Object token, Object statement, Throwable thrown) {
    left("exitClearParameters");
  }
}
