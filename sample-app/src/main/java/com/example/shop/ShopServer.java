package com.example.shop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The shop as a process: HTTP on the loopback, until it is told to stop. */
public final class ShopServer implements AutoCloseable {
  private static final int THREADS = 16;

  private final Database database;
  private final HttpServer http;
  private final ExecutorService threads;

  private ShopServer(Database database, HttpServer http, ExecutorService threads) {
    this.database = database;
    this.http = http;
    this.threads = threads;
  }

  /** Starts with the settings of the environment and prints where it listens. */
  public static void main(String[] args) throws IOException {
    // Head and body go out as two packets, and without this the second waits 40 ms for the
    // client's delayed acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    ShopServer server = start(Settings.read());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    System.out.println("shop listening on http://127.0.0.1:" + server.port());
  }

  /** Connects to the database and listens. */
  public static ShopServer start(Settings settings) throws IOException {
    Database database = new Database(settings);
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 128);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    http.setExecutor(threads);
    http.createContext("/", new Shop(database).routes());
    http.start();
    return new ShopServer(database, http, threads);
  }

  /** The port it got. */
  public int port() {
    return http.getAddress().getPort();
  }

  /** Answers what is under way, at most for a second, and lets go of the database. */
  @Override
  public void close() {
    http.stop(1);
    threads.shutdown();
    database.close();
  }
}
