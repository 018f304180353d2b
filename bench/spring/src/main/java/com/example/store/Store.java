package com.example.store;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** A web shop of the usual make, on the tables of the shop. */
@SpringBootApplication
@EnableTransactionManagement
public class Store {
  public static void main(String[] args) {
    SpringApplication.run(Store.class, args);
  }
}
