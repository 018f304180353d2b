package com.example.crowd;

import java.io.File;
import java.net.URL;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * An application that shares its taste in libraries with an agent, or has none of them but a
 * driver. Prints where each comes from. Arguments: URL, user, password, then class names.
 */
public final class Crowd {
  private Crowd() {}

  public static void main(String[] args) throws Exception {
    Thread.currentThread().setName("crowd");
    libraries(args);
    for (Driver driver : ServiceLoader.load(Driver.class)) {
      System.out.println("service " + driver.getClass().getName() + " " + place(driver.getClass()));
    }
    try (Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        try (ResultSet rows = statement.executeQuery("SELECT " + i)) {
          rows.next();
          System.out.println("row " + rows.getInt(1) + " " + rows.getClass().getName());
        }
      }
    }
    libraries(args);
    List<String> drivers = new ArrayList<>();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      drivers.add(driver.getClass().getName() + " " + place(driver.getClass()));
    }
    System.out.println("drivers " + new TreeSet<>(drivers));
    System.out.println("properties " + new TreeSet<>(System.getProperties().stringPropertyNames()));
    System.out.println("context " + Thread.currentThread().getContextClassLoader().getClass());
  }

  private static void libraries(String[] args) throws Exception {
    ClassLoader own = Crowd.class.getClassLoader();
    for (int i = 3; i < args.length; i++) {
      String resource = args[i].replace('.', '/') + ".class";
      List<String> found = new ArrayList<>();
      for (URL url : Collections.list(own.getResources(resource))) {
        found.add(url.toString().replaceAll("!.*", "").replaceAll(".*/", ""));
      }
      String loaded;
      try {
        loaded = place(Class.forName(args[i], true, own));
      } catch (ClassNotFoundException e) {
        loaded = "not found";
      }
      System.out.println(args[i] + " " + found + " " + loaded);
    }
  }

  private static String place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource() == null
        ? "no source"
        : new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getName();
  }
}
