package com.example.beans;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;

/**
 * As an application server does, this chooses the class of the platform's MBean server in its main,
 * and may do so late: with the argument {@code late} only when it has opened a connection and reads
 * a line. Then it says what the server is, and at each further line who is registered there.
 */
public final class OwnServer {
  private OwnServer() {}

  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean late = args.length > 3;
    if (!late) {
      choose();
    }
    try (Connection connection = DriverManager.getConnection(args[0], args[1], args[2])) {
      System.out.println("opened " + connection.isValid(1));
      in.readLine();
      if (late) {
        choose();
      }
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      System.out.println("builder " + Builder.used + " " + !server.getDefaultDomain().isEmpty());
      while (in.readLine() != null) {
        System.out.println(
            "registered " + server.queryNames(new ObjectName("io.querymirror:*"), null).size());
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void choose() {
    System.setProperty("javax.management.builder.initial", Builder.class.getName());
  }

  /** Made by the JDK. */
  public static final class Builder extends MBeanServerBuilder {
    private static volatile boolean used;

    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      used = true;
      return super.newMBeanServer(domain, outer, delegate);
    }
  }
}
